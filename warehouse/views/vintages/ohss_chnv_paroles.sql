-- Paroles by the CHNV processes by month (OHSS).
-- Rounded to tens: sums may be off by five a row.
-- process: Country of the process: cuba, haiti, nicaragua, venezuela.
-- process_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.ohss_chnv_paroles as
select
    series.dimensions['process'] as process,
    series.labels['process'] as process_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ohss.chnv_paroles'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
