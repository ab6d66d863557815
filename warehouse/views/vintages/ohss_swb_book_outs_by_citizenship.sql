-- CBP's southwest border book-outs by citizenship and outcome (OHSS).
-- Rounded to tens: sums may be off by five a row.
-- citizenship: ISO 3166 alpha-3 code, or other.
-- citizenship_label: The same in words.
-- outcome: Where they went: usbp_releases, transfers_to_ice, t8_repatriations …
-- outcome_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.ohss_swb_book_outs_by_citizenship as
select
    series.dimensions['citizenship'] as citizenship,
    series.labels['citizenship'] as citizenship_label,
    series.dimensions['outcome'] as outcome,
    series.labels['outcome'] as outcome_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ohss.swb_book_outs_by_citizenship'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
