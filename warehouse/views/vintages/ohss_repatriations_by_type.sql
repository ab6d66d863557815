-- Repatriations by DHS by month and type (OHSS).
-- Rounded to tens: sums may be off by five a row.
-- type: Kind of repatriation, the finest that the table prints.
-- type_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.ohss_repatriations_by_type as
select
    series.dimensions['type'] as type,
    series.labels['type'] as type_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ohss.repatriations_by_type'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
