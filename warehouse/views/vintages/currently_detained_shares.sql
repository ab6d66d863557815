-- Shares of the people in detention by criminality and agency (ICE).
-- criminality: convicted_criminal, pending_criminal_charges, other_immigration_violator. FY2019 and FY2020 print the last two in one, as non_criminal; or total.
-- criminality_label: The same in words.
-- agency: Arresting agency: ICE or CBP; or total.
-- agency_label: The same in words.
-- share: Share that the table prints beside the count, a part of 1.
-- *: The columns of vintages.figure.
create or replace view vintages.currently_detained_shares as
select
    series.dimensions['criminality'] as criminality,
    series.labels['criminality'] as criminality_label,
    series.dimensions['agency'] as agency,
    series.labels['agency'] as agency_label,
    figure.value as share,
    figure.* exclude (metric, period_type, is_total, part_of, value)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.currently_detained_by_criminality'
    and figure.metric = 'detained_population_share'
    and figure.period_type = 'day'
    and figure.obs_status <> 'M'
    and series.dimensions['entry'] is null;
