-- The documents of the bundled history: the columns of a Reading.
select document_id, source_id, url, media_type, size, title, scope, published_at, saved_at, data_through
from raw.document
where
    outcome = 'ok'
    and document_id in (
        select document_id from core.observation
        union
        select document_id from core.entry
        union
        select document_id from core.sheet
        union
        select document_id from core.claim
    )
order by document_id;
