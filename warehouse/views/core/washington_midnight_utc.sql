-- The first instant of a day in Washington, as a TIMESTAMP in UTC. It is 04:00 in summer, 05:00 in winter. Clocks
-- change at two in the morning of the second Sunday of March and the first of November (the rule since 2007), so
-- midnight has the offset of the Sunday before it: in summer the Monday after that one lies between 9 March and 1
-- November.
create or replace macro washington_midnight_utc(day) as
cast(day as timestamp) + case
    when strftime(date_trunc('week', day), '%m%d') between '0309' and '1101' then interval '4 hours'
    else interval '5 hours'
end;
