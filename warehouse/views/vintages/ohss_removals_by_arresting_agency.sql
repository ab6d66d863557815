-- Removals by DHS by month and arresting agency (OHSS).
-- Rounded to tens: sums may be off by five a row.
-- Agencies that OHSS does not know are in the total alone (marts.figure): it is up to 1 % more.
-- agency: Arresting agency: ICE or CBP.
-- agency_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.ohss_removals_by_arresting_agency as
select
    series.dimensions['agency'] as agency,
    series.labels['agency'] as agency_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ohss.removals_by_arresting_agency'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
