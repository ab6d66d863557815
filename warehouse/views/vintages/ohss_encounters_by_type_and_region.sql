-- CBP encounters by month, type and region (OHSS).
-- Rounded to tens: sums may be off by five a row.
-- encounter_type: What the table calls the kind of encounter.
-- encounter_type_label: The same in words.
-- region: Border: southwest_land_border, northern_land_border, coastal_border …
-- region_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.ohss_encounters_by_type_and_region as
select
    series.dimensions['encounter_type'] as encounter_type,
    series.labels['encounter_type'] as encounter_type_label,
    series.dimensions['region'] as region,
    series.labels['region'] as region_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ohss.encounters_by_type_and_region'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
