-- One row a document that could not be read: nothing of it is loaded, its bytes are kept.
-- outcome: The kind of error: layout_changed, empty_release, bad_content.
-- message: Which table, what was expected, what was found, what to do.
-- loaded_at: When it was tried last, UTC.
create or replace view core.refused as
select d.document_id, d.source_id, d.url, l.outcome, l.table_title, l.expected, l.found, l.message, l.loaded_at
from raw.document as d
inner join raw.load as l on l.document_id = d.document_id
where d.outcome <> 'ok'
qualify row_number() over (partition by d.document_id order by l.loaded_at desc) = 1;
comment on view core.refused is 'Documents of which nothing is loaded, each with the error of its last reading. Key: document_id.';
