-- Encounters by month and sector since October 1999 (Border Patrol).
-- sector: Sector of the Border Patrol.
-- sector_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.usbp_encounters as
select
    series.dimensions['sector'] as sector,
    series.labels['sector'] as sector_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'usbp.encounters_by_sector_and_month'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
