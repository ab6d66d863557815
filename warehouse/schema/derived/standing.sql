-- All that is refused, documents and tables of documents: where, what was expected, what was found, what to do.
select
    r.document_id,
    d.source_id,
    d.url,
    r.outcome,
    concat_ws(', ', regexp_extract(d.url, '[^/]*$'), r.sheet, coalesce(r.table_title, r.dataflow))
    || format(': expected {}; found {}. {}', coalesce(r.expected, ''), coalesce(r.found, ''), coalesce(r.remedy, '')) as message
from core.refusal as r
inner join raw.document as d on d.document_id = r.document_id
order by all;
