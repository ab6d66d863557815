-- Average daily population by month, agency and criminality (ICE).
-- Those of one month add up; months do not.
-- agency: Arresting agency: ICE or CBP.
-- agency_label: The same in words.
-- criminality: convicted_criminal, pending_criminal_charges, other_immigration_violator. FY2019 and FY2020 print the last two in one, as non_criminal.
-- criminality_label: The same in words.
-- average_daily_population: People in detention on an average day of the month.
-- *: The columns of vintages.figure.
create or replace view vintages.average_daily_population as
select
    series.dimensions['agency'] as agency,
    series.labels['agency'] as agency_label,
    series.dimensions['criminality'] as criminality,
    series.labels['criminality'] as criminality_label,
    figure.value as average_daily_population,
    figure.* exclude (metric, period_type, is_total, part_of, value)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.adp_by_arresting_agency'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
