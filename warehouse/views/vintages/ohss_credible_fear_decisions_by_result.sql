-- Credible fear screenings completed by month and result (OHSS).
-- Rounded to tens: sums may be off by five a row.
-- result: positive_fear, negative_fear or administrative_closure.
-- result_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.ohss_credible_fear_decisions_by_result as
select
    series.dimensions['result'] as result,
    series.labels['result'] as result_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ohss.credible_fear_decisions_by_result'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
