-- CBP's southwest border book-outs by family status and outcome (OHSS).
-- Rounded to tens: sums may be off by five a row.
-- Accompanied minors and others are in the total alone (marts.figure).
-- demographic: single_adults, family_unit, unaccompanied_children, accompanied_minors.
-- demographic_label: The same in words.
-- outcome: Where they went: usbp_releases, transfers_to_ice, t8_repatriations …
-- outcome_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.ohss_swb_book_outs_by_family_status as
select
    series.dimensions['demographic'] as demographic,
    series.labels['demographic'] as demographic_label,
    series.dimensions['outcome'] as outcome,
    series.labels['outcome'] as outcome_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ohss.swb_book_outs_by_family_status'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
