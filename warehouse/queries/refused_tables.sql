-- Published tables that were refused in documents whose other tables are loaded.
select
    r.outcome,
    format('{}, {}: expected {}; found {}. {}', d.url,
        concat_ws(', ', 'sheet ''' || r.sheet || '''', 'table ' || coalesce(r.dataflow, r.table_title)),
        r.expected, r.found, r.remedy) as message
from core.refusal as r
inner join raw.document as d on r.document_id = d.document_id
where coalesce(r.sheet, r.dataflow, r.table_title) is not null
order by d.known_from desc, message;
