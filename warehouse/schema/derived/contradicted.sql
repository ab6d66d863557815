-- raw.fetch.contradicted: a day on which the file, by its own properties, had not been saved yet. Days are compared, not times:
-- the clocks of publishers are not ours. What we fetched ourselves we saw.
update raw.fetch as f
set contradicted = coalesce(
    f.basis in ('archive_capture', 'publisher_claim') and cast(f.observed_at as date) < cast(d.saved_at as date), false
)
from raw.document as d
where d.document_id = f.document_id;
