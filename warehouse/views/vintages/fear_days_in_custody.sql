-- Average days in custody of people with a fear decision (ICE).
-- Two editions of 2021 print it.
-- length: Days in custody: 0_180_days, 181_365_days, 366_730_days, more_than_730_days.
-- length_label: The same in words.
-- average_days_in_custody: Days in custody so far.
-- *: The columns of vintages.figure.
create or replace view vintages.fear_days_in_custody as
select
    series.dimensions['length'] as length,
    series.labels['length'] as length_label,
    figure.value as average_days_in_custody,
    figure.* exclude (metric, period_type, is_total, part_of, value)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.fear_detained_by_length'
    and figure.metric = 'average_days_in_custody'
    and figure.period_type = 'day'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
