-- raw.fetch.forgotten: sightings of a document that somebody told us to forget (raw.decision), up to that decision. What comes after
-- it counts again: the right import of what was imported wrongly.
update raw.fetch as f
set forgotten = true
from (
    select document_id, max(decided_at) as decided_at
    from raw.decision
    where decision = 'forget'
    group by document_id
) as forget
where f.document_id = forget.document_id and coalesce(f.fetched_at <= forget.decided_at, true);
