-- Southwest border encounters by month, agency and citizenship (OHSS).
-- Rounded to tens: sums may be off by five a row.
-- agency: USBP (between ports of entry) or OFO (at them).
-- agency_label: The same in words.
-- citizenship: ISO 3166 alpha-3 code, or other.
-- citizenship_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.ohss_swb_encounters_by_citizenship as
select
    series.dimensions['agency'] as agency,
    series.labels['agency'] as agency_label,
    series.dimensions['citizenship'] as citizenship,
    series.labels['citizenship'] as citizenship_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ohss.swb_encounters_by_citizenship'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
