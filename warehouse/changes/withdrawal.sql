-- Figures that an edition does not print any more, or leaves blank: one row a table, with the largest of them and how many there are.
-- Told are figures that reach the threshold of a revision: that a 0 is gone is no news.
with gone as (
    select
        withdrawn_at as known_at,
        withdrawn_by_document_id as by_document_id,
        how,
        dataflow, series_key, metric, time_period, period_start, period_end, unit, value, document_id, sheet, cell,
        reappeared_at is not null as came_back
    from core.withdrawal
    where withdrawn_at >= washington_midnight_utc(getvariable('since'))
    union all by name
    select
        blank.changed_at as known_at,
        blank.new_document_id as by_document_id,
        'left blank' as how,
        blank.dataflow, blank.series_key, blank.metric, blank.time_period, blank.period_start, blank.period_end, blank.unit,
        blank.old_value as value, blank.old_document_id as document_id, blank.old_sheet as sheet, blank.old_cell as cell,
        again.new_value is not null as came_back
    from core.revision as blank
    left join core.revision as again
        on again.series_key = blank.series_key and again.time_period = blank.time_period
        and again.old_document_id = blank.new_document_id and again.old_value is null
    where blank.new_value is null and blank.changed_at >= washington_midnight_utc(getvariable('since'))
),

of_table as (
    select
        gone.by_document_id,
        gone.dataflow,
        gone.how,
        min(gone.known_at) as known_at,
        count(*) as figures,
        count(*) filter (where gone.came_back) as came_back,
        max(gone.value / threshold.absolute) as times,
        arg_max(gone, (gone.value / threshold.absolute, gone.series_key, gone.time_period)) as largest
    from gone
    inner join core.metric_threshold as threshold
        on threshold.dataflow = gone.dataflow and threshold.metric = gone.metric
    where gone.value >= threshold.absolute
    group by gone.by_document_id, gone.dataflow, gone.how
)

select
    of_table.known_at,
    source.publisher,
    source.source_id,
    of_table.by_document_id as document_id,
    document.url as document_url,
    [of_table.how, of_table.by_document_id, of_table.largest.document_id, coalesce(of_table.largest.sheet, ''), of_table.largest.cell]
        as key,
    of_table.largest.document_id as old_document_id,
    of_table.largest.sheet as old_sheet,
    of_table.largest.cell as old_cell,
    of_table.dataflow,
    of_table.largest.series_key,
    of_table.largest.time_period,
    of_table.largest.period_start,
    of_table.largest.period_end,
    of_table.largest.unit,
    of_table.largest.value as old_value,
    of_table.times,
    of_table.how,
    of_table.figures,
    of_table.came_back,
    dataflow.title as table_title,
    series.labels
from of_table
inner join core.dataflow as dataflow on dataflow.dataflow = of_table.dataflow
left join core.series as series on series.series_key = of_table.largest.series_key
inner join raw.document as document on document.document_id = of_table.by_document_id
inner join raw.source as source on source.source_id = document.source_id
order by of_table.known_at desc, of_table.times desc, of_table.dataflow, of_table.how;
