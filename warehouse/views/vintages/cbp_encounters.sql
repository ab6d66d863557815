-- Encounters nationwide by month, state, demographic and citizenship (CBP).
-- region: Border: southwest_land_border, northern_land_border, coastal_border …
-- region_label: The same in words.
-- state: State, as a postal code.
-- state_label: The same in words.
-- demographic: single_adults, family_unit, unaccompanied_children, accompanied_minors.
-- demographic_label: The same in words.
-- citizenship: ISO 3166 alpha-3 code, or other.
-- citizenship_label: The same in words.
-- authority: title_8 or title_42.
-- authority_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.cbp_encounters as
select
    series.dimensions['region'] as region,
    series.labels['region'] as region_label,
    series.dimensions['state'] as state,
    series.labels['state'] as state_label,
    series.dimensions['demographic'] as demographic,
    series.labels['demographic'] as demographic_label,
    series.dimensions['citizenship'] as citizenship,
    series.labels['citizenship'] as citizenship_label,
    series.dimensions['authority'] as authority,
    series.labels['authority'] as authority_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'cbp.nationwide_encounters_by_state'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
