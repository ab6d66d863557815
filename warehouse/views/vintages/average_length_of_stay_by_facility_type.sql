-- Average length of stay by month and facility type (ICE).
-- facility_type: adult or family; or total.
-- facility_type_label: The same in words.
-- average_length_of_stay: Days, of the people who left in that month.
-- *: The columns of vintages.figure.
create or replace view vintages.average_length_of_stay_by_facility_type as
select
    series.dimensions['facility_type'] as facility_type,
    series.labels['facility_type'] as facility_type_label,
    figure.value as average_length_of_stay,
    figure.* exclude (metric, period_type, is_total, part_of, value)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.alos_by_facility_type'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and series.dimensions['entry'] is null;
