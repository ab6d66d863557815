-- What the newest edition of each source changed of periods that were over when the edition before it was made: the largest first.
-- A change by more than five times, up or down, is more often a slip of the publisher than a revision: it comes last, and says so.
with newest as (
    select source_id, document_id, data_through, known_from
    from raw.document
    where document_id in (select new_document_id from core.revision)
    qualify row_number() over (partition by source_id order by known_from desc, document_id) = 1
),

revised as (
    select
        newest.source_id,
        revision.*,
        metric.title as metric_title,
        dataflow.title as table_title,
        coalesce(
            revision.new_value > 5 * revision.old_value or revision.old_value > 5 * revision.new_value,
            false
        ) as is_leap
    from core.revision as revision
    inner join newest on revision.new_document_id = newest.document_id
    left join core.dataflow as dataflow on revision.dataflow = dataflow.dataflow
    left join core.metric as metric on revision.metric = metric.metric and metric.source_id = newest.source_id
    where not coalesce(revision.rounding, false) and revision.difference is not null
)

select
    revised.source_id,
    revised.dataflow,
    revised.table_title,
    revised.series_key,
    revised.metric_title,
    revised.time_period,
    revised.unit,
    revised.old_value,
    revised.new_value,
    revised.difference,
    revised.is_leap,
    revised.changed_at,
    [
        struct_pack(
            publisher := source.publisher,
            url := old.url,
            document_id := revised.old_document_id,
            place := 'was: ' || concat_ws('!', revised.old_sheet, revised.old_cell)
        ),
        struct_pack(
            publisher := source.publisher,
            url := fresh.url,
            document_id := revised.new_document_id,
            place := 'is: ' || concat_ws('!', revised.new_sheet, revised.new_cell)
        )
    ] as sources
from revised
inner join raw.document as old on revised.old_document_id = old.document_id
inner join raw.document as fresh on revised.new_document_id = fresh.document_id
inner join raw.source as source on revised.source_id = source.source_id
where revised.unit not in ('fraction', 'percent') and abs(revised.difference) >= if(revised.unit = 'days', 1, 50)
    and abs(revised.difference) >= 0.01 * abs(revised.old_value)
order by revised.is_leap, revised.unit = 'days', abs(revised.difference) desc, revised.series_key, revised.time_period;
