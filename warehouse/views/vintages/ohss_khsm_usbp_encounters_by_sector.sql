-- Border Patrol encounters by sector (OHSS key metrics).
-- Rounded to tens: sums may be off by five a row.
-- sector: Sector of the Border Patrol.
-- sector_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.ohss_khsm_usbp_encounters_by_sector as
select
    series.dimensions['sector'] as sector,
    series.labels['sector'] as sector_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ohss.khsm_usbp_encounters_by_sector'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
