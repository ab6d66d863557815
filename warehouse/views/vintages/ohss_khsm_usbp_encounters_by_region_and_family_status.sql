-- Border Patrol encounters by region and family status (OHSS key metrics).
-- Rounded to tens: sums may be off by five a row.
-- region: Border: southwest_land_border, northern_land_border, coastal_border …
-- region_label: The same in words.
-- demographic: single_adults, family_unit, unaccompanied_children, accompanied_minors.
-- demographic_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.ohss_khsm_usbp_encounters_by_region_and_family_status as
select
    series.dimensions['region'] as region,
    series.labels['region'] as region_label,
    series.dimensions['demographic'] as demographic,
    series.labels['demographic'] as demographic_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ohss.khsm_usbp_encounters_by_region_and_family_status'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
