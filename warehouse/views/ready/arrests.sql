-- Administrative arrests by ICE ERO by month (OHSS).
-- Rounded to tens by OHSS.
-- change_on_month: total less that of the month before; null where either month is not whole.
-- change_on_year: total less that of the same month a year before. Null where either month is not whole.
-- age_days: Days from the last day of the data to the moment asked about. That last day is data_through, else the end of the month.
-- *: The columns of vintages.ready_arrests.
create or replace view ready.arrests as
select
    * exclude (asked_at),
    if(not is_provisional, total - max(total) filter (not is_provisional) over month_before, null) as change_on_month,
    if(not is_provisional, total - max(total) filter (not is_provisional) over year_before, null) as change_on_year,
    age_days(data_through, last_day(month), valid_from, asked_day(asked_at)) as age_days
from dated_slice.ready_arrests
window
    month_before as (order by month range between interval 1 month preceding and interval 1 month preceding),
    year_before as (order by month range between interval 1 year preceding and interval 1 year preceding)
order by month;
