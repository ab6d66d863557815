-- Encounters by month, a column for each publisher and border.
-- No column adds two publishers: OHSS repeats, rounded to tens, what CBP counts.
-- change_on_month: ohss less that of the month before; null where either month is not whole.
-- change_on_year: ohss less that of the same month a year before. Null where either month is not whole.
-- age_days: Days from the last day of the data to the moment asked about. Of the oldest column. That last day is data_through, else the end of the month.
-- *: The columns of vintages.ready_encounters.
create or replace view ready.encounters as
select
    * exclude (last_day_of_data, cells, valid_from, valid_to, is_current, asked_at),
    date_diff('day', last_day_of_data, asked_day(asked_at)) as age_days,
    if(not is_provisional, ohss - max(ohss) filter (not is_provisional) over month_before, null) as change_on_month,
    if(not is_provisional, ohss - max(ohss) filter (not is_provisional) over year_before, null) as change_on_year,
    cells
from dated_slice.ready_encounters
window
    month_before as (order by month range between interval 1 month preceding and interval 1 month preceding),
    year_before as (order by month range between interval 1 year preceding and interval 1 year preceding)
order by month;
