-- Placements of vulnerable people in segregation, by reason (ICE).
-- reason: Why they were placed there: disciplinary, protective_custody …
-- reason_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.segregation_placements_of_vulnerable as
select
    series.dimensions['reason'] as reason,
    series.labels['reason'] as reason_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.vulnerable_population'
    and figure.metric = 'segregation_placements'
    and figure.period_type = 'quarter'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
