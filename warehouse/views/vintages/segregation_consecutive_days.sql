-- Average consecutive days in segregation of vulnerable people (ICE).
-- reason: Why they were placed there: disciplinary, protective_custody … or total.
-- reason_label: The same in words.
-- average_consecutive_days: Days one after another in segregation.
-- *: The columns of vintages.figure.
create or replace view vintages.segregation_consecutive_days as
select
    series.dimensions['reason'] as reason,
    series.labels['reason'] as reason_label,
    figure.value as average_consecutive_days,
    figure.* exclude (metric, period_type, is_total, part_of, value)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.vulnerable_population'
    and figure.metric = 'average_consecutive_days_in_segregation'
    and figure.period_type = 'quarter'
    and figure.obs_status <> 'M'
    and series.dimensions['entry'] is null;
