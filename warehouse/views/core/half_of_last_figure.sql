-- By how much a number can be off by its own rounding. Half a unit of the last of its figures that is not zero, 50,000
-- of 1.6 million; 0 of a number that ends in another figure than zero, 8,725: it is exact.
create or replace macro half_of_last_figure(number) as
case
    when cast(abs(number) as bigint) % 10 <> 0 then 0
    else power(10, length(cast(cast(abs(number) as bigint) as varchar)) - figures_of_number(number)) / 2
end;
