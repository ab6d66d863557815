-- The addresses of documents (variable `document_ids`).
select document_id, url
from raw.document
where list_contains(getvariable('document_ids')::varchar[], document_id);
