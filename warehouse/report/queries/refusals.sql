-- Documents and tables of which nothing is loaded because they are not what was expected; pages that are no article left out.
select
    source_id,
    coalesce(table_title, dataflow, 'the whole document') as refused,
    known_from,
    expected,
    found,
    accepted,
    [struct_pack(publisher := source_id, url := url, document_id := document_id, place := coalesce(sheet, ''))] as sources
from core.refusal_status
where outcome <> 'not_an_article'
order by accepted, known_from desc nulls last, url, dataflow
limit 50;
