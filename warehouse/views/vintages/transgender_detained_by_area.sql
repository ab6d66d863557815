-- Transgender people in detention on a day by area (ICE).
-- Ended in January 2025.
-- area: ICE area of responsibility.
-- area_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.transgender_detained_by_area as
select
    series.dimensions['part'] as area,
    series.labels['part'] as area_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.transgender_population'
    and figure.metric = 'detained_population'
    and figure.period_type = 'day'
    and figure.obs_status <> 'M'
    and not regexp_matches(series.dimensions['part'], 'total|current|final_order')
    and series.dimensions['entry'] is null;
