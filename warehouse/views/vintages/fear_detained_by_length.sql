-- People in detention with a fear decision, by days in custody (ICE).
-- Two editions of 2021 print it.
-- length: Days in custody: 0_180_days, 181_365_days, 366_730_days, more_than_730_days.
-- length_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.fear_detained_by_length as
select
    series.dimensions['length'] as length,
    series.labels['length'] as length_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.fear_detained_by_length'
    and figure.metric = 'detained_population'
    and figure.period_type = 'day'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
