-- Parole decisions after a positive credible fear decision (ICE).
-- status: granted or denied.
-- status_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.fear_parole_decisions as
select
    series.dimensions['status'] as status,
    series.labels['status'] as status_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.fear_parole_status'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['status'] <> 'requested'
    and series.dimensions['entry'] is null;
