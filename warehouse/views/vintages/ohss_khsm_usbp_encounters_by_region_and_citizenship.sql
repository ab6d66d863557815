-- Border Patrol encounters by region and citizenship (OHSS key metrics).
-- Rounded to tens: sums may be off by five a row.
-- region: Border: southwest_land_border, northern_land_border, coastal_border …
-- region_label: The same in words.
-- citizenship: ISO 3166 alpha-3 code, or other.
-- citizenship_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.ohss_khsm_usbp_encounters_by_region_and_citizenship as
select
    series.dimensions['region'] as region,
    series.labels['region'] as region_label,
    series.dimensions['citizenship'] as citizenship,
    series.labels['citizenship'] as citizenship_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ohss.khsm_usbp_encounters_by_region_and_citizenship'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
