-- Southwest border encounters by month, agency and family status (OHSS).
-- Rounded to tens: sums may be off by five a row.
-- agency: USBP (between ports of entry) or OFO (at them).
-- agency_label: The same in words.
-- demographic: single_adults, family_unit, unaccompanied_children, accompanied_minors.
-- demographic_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.ohss_swb_encounters_by_family_status as
select
    series.dimensions['agency'] as agency,
    series.labels['agency'] as agency_label,
    series.dimensions['demographic'] as demographic,
    series.labels['demographic'] as demographic_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ohss.swb_encounters_by_family_status'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
