-- How many figures of a number say something: 4 of 8,725, 2 of 1.6 million. Zeros at its end are counted as rounded away.
create or replace macro figures_of_number(number) as
length(rtrim(cast(cast(abs(number) as bigint) as varchar), '0'));
