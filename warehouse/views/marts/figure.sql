-- Every figure that is said, of all tables and periods, totals with them.
-- Each with document, sheet and cell. To add up, choose a dataflow, a period_type and no totals (is_total); the other marts have
-- done so. All that was ever said: vintages.figure. Key: series_key, time_period.
-- age_days: Days from the last day of the data to the moment asked about.
-- *: The columns of vintages.figure.
create or replace view marts.figure as
select
    * exclude (asked_at),
    age_days(data_through, period_end, valid_from, asked_day(asked_at)) as age_days
from dated_slice.figure;
