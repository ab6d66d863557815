-- ICE's daily figures on X from 23 January 2025 on, a day and measure a row. Those of posts and those that news sites
-- reported stand apart (is_post): add up one of the two. A day of which nobody has a figure has value null, not 0, or
-- no row.
-- highest_until_then: The highest figure of the measure up to and with this day. Posts and reports apart.
-- below_highest: By how much this day is below it: the fall since.
-- age_days: Days from the last day of the data to the moment asked about. That last day is data_through, else the day.
-- *: The columns of vintages.ready_x_daily.
create or replace view ready.x_daily as
select
    * exclude (asked_at),
    max(value) over until_then as highest_until_then,
    max(value) over until_then - value as below_highest,
    age_days(data_through, period_end, valid_from, asked_day(asked_at)) as age_days
from dated_slice.ready_x_daily
window until_then as (partition by series_key order by period_start);
