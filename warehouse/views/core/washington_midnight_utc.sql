-- The first instant of a day in Washington, as a TIMESTAMP in UTC: 04:00 in summer, 05:00 in winter. Clocks change at two in the
-- morning, so the midnight of the changing day still has the old offset. isodow 7 is Sunday; the second Sunday of March is the
-- last one up to the 14th, the first of November the last one up to the 7th.
create or replace macro washington_midnight_utc(day) as
cast(day as timestamp) + case
    when day > make_date(year(day), 3, 14) - cast(isodow(make_date(year(day), 3, 14)) % 7 as integer)
        and day <= make_date(year(day), 11, 7) - cast(isodow(make_date(year(day), 11, 7)) % 7 as integer)
        then interval 4 hour
    else interval 5 hour
end;
