-- Published tables and whole documents that were refused at reading; pages that are no article are none.
select
    document.known_from as known_at,
    source.publisher,
    source.source_id,
    refusal.document_id,
    document.url as document_url,
    [refusal.document_id, coalesce(refusal.sheet, ''), coalesce(refusal.table_title, refusal.dataflow, '')] as key,
    refusal.sheet,
    refusal.dataflow,
    coalesce(refusal.table_title, dataflow.title, refusal.dataflow) as table_title,
    source.title as source_title,
    refusal.expected,
    refusal.found
from core.refusal as refusal
inner join raw.document as document on document.document_id = refusal.document_id
inner join raw.source as source on source.source_id = document.source_id
left join core.dataflow as dataflow on dataflow.dataflow = refusal.dataflow
where document.known_from >= washington_midnight_utc(getvariable('since')) and refusal.outcome <> 'not_an_article'
order by document.known_from desc, refusal.document_id, refusal.sheet, table_title;
