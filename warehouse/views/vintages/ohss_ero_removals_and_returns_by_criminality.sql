-- Removals and returns by ICE ERO by month and criminality (OHSS).
-- Rounded to tens: sums may be off by five a row.
-- criminality: pending_criminal_charges, other_immigration_violator, kinds of conviction. Where a month prints no finer ones: convicted_criminal and non_criminal.
-- criminality_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.ohss_ero_removals_and_returns_by_criminality as
select
    series.dimensions['criminality'] as criminality,
    series.labels['criminality'] as criminality_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ohss.ero_removals_and_returns_by_criminality'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
