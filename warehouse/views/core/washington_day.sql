-- The day in Washington on which an instant (TIMESTAMP in UTC) lies. Four and five hours before it differ in their day
-- between 04:00 and 05:00 alone; there the midnight of the later of the two decides, as in washington_midnight_utc.
create or replace macro washington_day(instant) as
cast(instant - case
    when strftime(date_trunc('week', instant - interval '4 hours'), '%m%d') between '0309' and '1101' then interval '4 hours'
    else interval '5 hours'
end as date);
