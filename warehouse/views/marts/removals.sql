-- Removals and returns by ICE, by fiscal year to date.
-- removals is what is said now; removals_as_of(moment) is what was said at a moment (DATE '2025-02-07': the end of that day in Washington).
-- population: total, or family: removals with a family detention or a family identifier.
-- age_days: Days from the last day of the data (data_through; else the end of the period) to the moment asked about; to today where that is now.
-- *: The columns of marts.figure.
create or replace macro marts.removals_as_of(moment) as table
select
    dimension(figure.series_key, 'population') as population,
    figure.*,
    age_days(figure.data_through, figure.period_end, figure.valid_from, moment) as age_days
from marts.figure as figure
where
    figure.metric = 'removals'
    and figure.dataflow = 'ice.removals'
    and figure.valid_from <= moment_utc(moment) and figure.valid_to > moment_utc(moment);

create or replace view marts.removals as
select * from marts.removals_as_of(timestamp '9999-12-31');
comment on view marts.removals is 'One row a count of removals in a fiscal year (to date), as said now. Key: series_key, time_period.';
