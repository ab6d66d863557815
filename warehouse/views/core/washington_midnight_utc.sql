-- The first instant of a day in Washington, as a TIMESTAMP in UTC. It is 04:00 in summer, 05:00 in winter. Clocks
-- change at two in the morning of the second Sunday of March and the first of November (the rule since 2007), so
-- midnight has the offset of the Sunday before it: in summer that Sunday lies between 8 March and 31 October.
create or replace macro washington_midnight_utc(day) as
cast(day as timestamp) + case
    when strftime(day - cast(isodow(day) as integer), '%m%d') between '0308' and '1031' then interval 4 hour
    else interval 5 hour
end;
