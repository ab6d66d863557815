-- Average daily population by month and facility type (ICE).
-- Those of one month add up; months do not.
-- facility_type: adult or family.
-- facility_type_label: The same in words.
-- average_daily_population: People in detention on an average day of the month.
-- *: The columns of vintages.figure.
create or replace view vintages.average_daily_population_by_facility_type as
select
    series.dimensions['facility_type'] as facility_type,
    series.labels['facility_type'] as facility_type_label,
    figure.value as average_daily_population,
    figure.* exclude (metric, period_type, is_total, part_of, value)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.adp_by_facility_type'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
