-- People in detention with a positive fear decision, by facility type (ICE).
-- facility_type: adult or family.
-- facility_type_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.fear_detained as
select
    series.dimensions['facility_type'] as facility_type,
    series.labels['facility_type'] as facility_type_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.fear_detained'
    and figure.period_type = 'day'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
