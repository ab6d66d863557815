-- The report of 7 February 2025: was the quota met, and what did the published daily figures show that day?
-- Posts of ICE and what news sites wrote down of them stand apart (is_post). Each fact of the report: queries/report.
select time_period, value, value >= (select min(value_low) from marts.claims where measure = 'quota_target' and published_on = date '2025-02-07')
as quota_met, highest_until_then, is_post, reported_by, cell
from ready.x_daily_as_of(date '2025-02-07') where measure = 'arrests' order by is_post, time_period;
