-- Encounters at the southwest land border by month (CBP).
-- The nationwide table counts them too.
-- agency: USBP (between ports of entry) or OFO (at them).
-- agency_label: The same in words.
-- demographic: single_adults, family_unit, unaccompanied_children, accompanied_minors.
-- demographic_label: The same in words.
-- citizenship: ISO 3166 alpha-3 code, or other.
-- citizenship_label: The same in words.
-- authority: title_8 or title_42.
-- authority_label: The same in words.
-- encounter_type: What the table calls the kind of encounter.
-- encounter_type_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.cbp_southwest_encounters as
select
    series.dimensions['agency'] as agency,
    series.labels['agency'] as agency_label,
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
    figure.dataflow = 'cbp.southwest_border_encounters'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
