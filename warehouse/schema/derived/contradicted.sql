-- raw.fetch.contradicted: a day on which the file, by its own properties, had not been saved yet. Days are compared, not times:
-- the clocks of publishers are not ours. What we fetched ourselves we saw. A list of which a person has found that its bytes were
-- saved again after a capture (core.resaved) keeps the times of its captures, and those alone: no day in a name, no figures.
update raw.fetch as f
set contradicted = coalesce(
    f.basis in ('archive_capture', 'publisher_claim')
    and cast(f.observed_at as date) < cast(d.saved_at as date)
    and not (
        f.basis = 'archive_capture'
        and f.document_id in (select document_id from core.resaved)
        and f.document_id in (select document_id from core.entry)
        and f.document_id not in (select document_id from core.observation semi join core.resaved using (document_id))
    ),
    false
)
from raw.document as d
where d.document_id = f.document_id;
