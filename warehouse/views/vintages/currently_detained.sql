-- People in detention on a day by criminality and agency (ICE).
-- A row is of one day: people of several days do not add up.
-- criminality: convicted_criminal, pending_criminal_charges, other_immigration_violator. FY2019 and FY2020 print the last two in one, as non_criminal.
-- criminality_label: The same in words.
-- agency: Arresting agency: ICE or CBP.
-- agency_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.currently_detained as
select
    series.dimensions['criminality'] as criminality,
    series.labels['criminality'] as criminality_label,
    series.dimensions['agency'] as agency,
    series.labels['agency'] as agency_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.currently_detained_by_criminality'
    and figure.metric = 'detained_population'
    and figure.period_type = 'day'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
