-- Border Patrol encounters by region (OHSS key metrics).
-- Rounded to tens: sums may be off by five a row.
-- region: Border: southwest_land_border, northern_land_border, coastal_border …
-- region_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.ohss_khsm_usbp_encounters_by_region as
select
    series.dimensions['region'] as region,
    series.labels['region'] as region_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ohss.khsm_usbp_encounters_by_region'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
