-- What the newest edition of each source changed of periods that were over when the edition before it was made, where that reaches its
-- threshold (core.notable_revision). Of each table the largest comes before its others. Where the old or the new figure is probably a slip
-- of the publisher (core.slip), the revision comes last and says why.
with newest as (
    select source_id, document_id
    from raw.document
    where document_id in (select revision.new_document_id from core.notable_revision as revision)
    qualify row_number() over (partition by source_id order by known_from desc, document_id) = 1
),

slip as materialized (
    select * from core.slip
),

revised as (
    select
        newest.source_id,
        revision.*,
        coalesce(of_new.why, of_old.why) as why
    from core.notable_revision as revision
    inner join newest on revision.new_document_id = newest.document_id
    left join slip as of_new
        on revision.series_key = of_new.series_key and revision.time_period = of_new.time_period
            and revision.new_document_id = of_new.document_id
    left join slip as of_old
        on revision.series_key = of_old.series_key and revision.time_period = of_old.time_period
            and revision.old_document_id = of_old.document_id
    where revision.difference is not null
)

select
    revised.source_id,
    revised.dataflow,
    dataflow.title as table_title,
    revised.series_key,
    revised.time_period,
    revised.unit,
    revised.old_value,
    revised.new_value,
    revised.difference,
    revised.why is not null as is_slip,
    'probably a slip: ' || revised.why as remark,
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
left join core.dataflow as dataflow on revised.dataflow = dataflow.dataflow
order by
    is_slip,
    row_number() over (
        partition by revised.new_document_id, revised.dataflow, is_slip
        order by revised.times_threshold desc, revised.series_key, revised.time_period
    ) > 1,
    revised.times_threshold desc,
    revised.series_key,
    revised.time_period;
