-- Stateless people in detention on a day by facility (ICE).
-- A row is of one day: people of several days do not add up.
-- facility: Facility, by ICE's own code.
-- facility_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.stateless_detained as
select
    series.dimensions['facility'] as facility,
    figure.row_label as facility_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.stateless_detained'
    and figure.period_type = 'day'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
