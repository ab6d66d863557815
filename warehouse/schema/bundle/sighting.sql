-- The sightings of those documents, by us and by others, in columns of raw.fetch; each once.
select distinct
    'history/' || md5(concat_ws('|', document_id, url, basis, coalesce(cast(observed_at as varchar), ''))) as fetch_id,
    source_id,
    url,
    'ok' as outcome,
    observed_at,
    basis,
    document_id,
    published_at
from raw.fetch
where
    outcome in ('ok', 'not_modified')
    and not forgotten
    and document_id in (
        select document_id from core.observation
        union
        select document_id from core.entry
        union
        select document_id from core.sheet
        union
        select document_id from core.claim
    )
order by all;
