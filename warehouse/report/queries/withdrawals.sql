-- Figures that an edition no longer prints though it prints their table and period, the newest first, a table and moment a row.
select
    withdrawal.dataflow,
    dataflow.title as table_title,
    withdrawal.withdrawn_at,
    count(*) as figures,
    count(withdrawal.reappeared_at) as reappeared,
    min(withdrawal.series_key) as example,
    [
        struct_pack(
            publisher := any_value(source.publisher),
            url := arg_min(document.url, (withdrawal.series_key, withdrawal.time_period)),
            document_id := arg_min(withdrawal.document_id, (withdrawal.series_key, withdrawal.time_period)),
            place := 'was: ' || arg_min(concat_ws('!', withdrawal.sheet, withdrawal.cell), (withdrawal.series_key, withdrawal.time_period))
        )
    ] as sources
from core.withdrawal as withdrawal
inner join raw.document as document on withdrawal.document_id = document.document_id
inner join raw.source as source on document.source_id = source.source_id
left join core.dataflow as dataflow on withdrawal.dataflow = dataflow.dataflow
group by withdrawal.dataflow, dataflow.title, withdrawal.withdrawn_at
order by withdrawal.withdrawn_at desc, withdrawal.dataflow
limit 12;
