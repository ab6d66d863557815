-- Encounters nationwide by month, area, demographic and citizenship (CBP).
-- agency: USBP (between ports of entry) or OFO (at them).
-- agency_label: The same in words.
-- region: Border: southwest_land_border, northern_land_border, coastal_border …
-- region_label: The same in words.
-- area: Field office of CBP or sector of the Border Patrol.
-- area_label: The same in words.
-- demographic: single_adults, family_unit, unaccompanied_children, accompanied_minors.
-- demographic_label: The same in words.
-- citizenship: ISO 3166 alpha-3 code, or other.
-- citizenship_label: The same in words.
-- authority: title_8 or title_42.
-- authority_label: The same in words.
-- encounter_type: What the table calls the kind of encounter.
-- encounter_type_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.cbp_encounters_by_area as
select
    series.dimensions['agency'] as agency,
    series.labels['agency'] as agency_label,
    series.dimensions['region'] as region,
    series.labels['region'] as region_label,
    series.dimensions['area'] as area,
    series.labels['area'] as area_label,
    series.dimensions['demographic'] as demographic,
    series.labels['demographic'] as demographic_label,
    series.dimensions['citizenship'] as citizenship,
    series.labels['citizenship'] as citizenship_label,
    series.dimensions['authority'] as authority,
    series.labels['authority'] as authority_label,
    series.dimensions['encounter_type'] as encounter_type,
    series.labels['encounter_type'] as encounter_type_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'cbp.nationwide_encounters_by_area'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
