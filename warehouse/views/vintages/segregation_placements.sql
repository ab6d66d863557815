-- Placements in segregation by month and facility (ICE).
-- facility: Facility, as the table calls it in lower case.
-- facility_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.segregation_placements as
select
    series.dimensions['facility'] as facility,
    figure.row_label as facility_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.segregation'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
