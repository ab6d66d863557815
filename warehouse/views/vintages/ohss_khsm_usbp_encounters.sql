-- Encounters by the Border Patrol by month (OHSS key metrics).
-- Rounded to tens: sums may be off by five a row.
-- *: The columns of vintages.figure.
create or replace view vintages.ohss_khsm_usbp_encounters as
select
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ohss.khsm_usbp_encounters'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and series.dimensions['entry'] is null;
