-- People in detention with a positive fear decision, by area (ICE).
-- One edition prints it.
-- area: ICE area of responsibility.
-- area_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.fear_detained_by_area as
select
    series.dimensions['area'] as area,
    series.labels['area'] as area_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.fear_detained_by_area'
    and figure.period_type = 'day'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
