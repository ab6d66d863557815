-- Average days from fear decision to release in a fiscal year (ICE).
-- facility_type: adult or family; or total.
-- facility_type_label: The same in words.
-- average_days_to_release: Days from the service of the decision to release.
-- *: The columns of vintages.figure.
create or replace view vintages.fear_time_to_release as
select
    series.dimensions['facility_type'] as facility_type,
    series.labels['facility_type'] as facility_type_label,
    figure.value as average_days_to_release,
    figure.* exclude (metric, period_type, is_total, part_of, value)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.fear_time_to_release'
    and figure.period_type in ('fiscal_year', 'fiscal_year_to_date')
    and figure.obs_status <> 'M'
    and series.dimensions['entry'] is null;
