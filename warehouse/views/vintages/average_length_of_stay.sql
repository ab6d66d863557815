-- Average length of stay by month, agency and criminality (ICE).
-- agency: Arresting agency: ICE or CBP; or total.
-- agency_label: The same in words.
-- criminality: convicted_criminal, pending_criminal_charges, other_immigration_violator. FY2019 and FY2020 print the last two in one, as non_criminal; or total.
-- criminality_label: The same in words.
-- average_length_of_stay: Days, of the people who left in that month.
-- *: The columns of vintages.figure.
create or replace view vintages.average_length_of_stay as
select
    series.dimensions['agency'] as agency,
    series.labels['agency'] as agency_label,
    series.dimensions['criminality'] as criminality,
    series.labels['criminality'] as criminality_label,
    figure.value as average_length_of_stay,
    figure.* exclude (metric, period_type, is_total, part_of, value)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.alos_by_arresting_agency'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and series.dimensions['entry'] is null;
