-- Average length of stay in adult facilities by month and agency (ICE).
-- agency: Arresting agency: ICE or CBP; or total.
-- agency_label: The same in words.
-- average_length_of_stay: Days, of the people who left in that month.
-- *: The columns of vintages.figure.
create or replace view vintages.average_length_of_stay_of_adults as
select
    series.dimensions['agency'] as agency,
    series.labels['agency'] as agency_label,
    figure.value as average_length_of_stay,
    figure.* exclude (metric, period_type, is_total, part_of, value)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.alos_adult_by_arresting_agency'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and series.dimensions['entry'] is null;
