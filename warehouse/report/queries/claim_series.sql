-- The days or months, as said now, of the series that claims are held against (variable `series_keys`), a figure a row.
-- is_level: of people who are there on a day or on average, which no longer period adds up.
select
    figure.series_key,
    figure.period_start,
    figure.period_end,
    figure.value_corrected as value,
    figure.publisher,
    figure.table_title,
    coalesce(metric.kind in ('stock', 'average'), false) as is_level
from vintages.figure as figure
left join core.metric as metric on figure.metric = metric.metric and figure.source_id = metric.source_id
where list_contains(getvariable('series_keys')::varchar[], figure.series_key) and figure.value_corrected is not null
    and figure.period_type in ('day', 'month') and figure.is_current
order by figure.series_key, figure.period_start;
