-- When a document was last seen before its successor spoke. Key: document_id, valid_to.
-- valid_to: Until when it speaks for some table and period (exclusive), UTC. Null while it still does.
-- last_confirmed_at: Its latest sighting before that, UTC.
-- document_id: sha256 of the document.
create or replace view core.confirmed as
with span as (
    select distinct document_id, valid_to from core.vintage
),

seen as (
    select document_id, observed_at
    from raw.fetch
    where outcome in ('ok', 'not_modified') and basis <> 'unknown' and not contradicted and not forgotten
)

select
    span.document_id,
    span.valid_to,
    max(seen.observed_at) as last_confirmed_at
from span
inner join seen on seen.document_id = span.document_id and (span.valid_to is null or seen.observed_at < span.valid_to)
group by all;
