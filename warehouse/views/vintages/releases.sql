-- People who left detention, by month, reason and criminality (ICE).
-- Until January 2024 final releases, since then final book-outs, with removals and transfers.
-- definition: final_releases (until January 2024) or final_book_outs (since). Two different things: the latter with removals and transfers.
-- definition_label: The same in words.
-- reason: Why they left: bonded_out, paroled, order_of_recognizance and others. What ICE and judges set of the bonds is in bonded_out.
-- reason_label: The same in words.
-- criminality: convicted_criminal, pending_criminal_charges, other_immigration_violator. FY2019 and FY2020 print the last two in one, as non_criminal.
-- criminality_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.releases as
select
    series.dimensions['definition'] as definition,
    series.labels['definition'] as definition_label,
    series.dimensions['reason'] as reason,
    series.labels['reason'] as reason_label,
    series.dimensions['criminality'] as criminality,
    series.labels['criminality'] as criminality_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.releases_by_reason'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and series.dimensions['reason'] not in ('total', 'bond_set_by_ice', 'bond_set_by_ij')
    and series.dimensions['criminality'] <> 'total'
    and series.dimensions['entry'] is null;
