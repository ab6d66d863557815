-- The chief measures of each source, a period a row.
-- age_days: Days from the last day of the data to the moment asked about. That last day is data_through, else period_end.
-- *: The columns of vintages.ready_measures.
create or replace view ready.measures as
select
    * exclude (asked_at),
    age_days(data_through, period_end, valid_from, asked_day(asked_at)) as age_days
from dated_slice.ready_measures;
