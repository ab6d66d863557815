-- Southwest border encounters by month, agency and sector (OHSS).
-- Rounded to tens: sums may be off by five a row.
-- agency: USBP (between ports of entry) or OFO (at them).
-- agency_label: The same in words.
-- sector: Sector of the Border Patrol; total for the ports of entry, which are not split.
-- sector_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.ohss_swb_encounters_by_sector as
select
    series.dimensions['agency'] as agency,
    series.labels['agency'] as agency_label,
    series.dimensions['sector'] as sector,
    series.labels['sector'] as sector_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ohss.swb_encounters_by_sector'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
