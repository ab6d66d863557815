-- The sightings that come with the bundled history (the registered table `bundled`), save those that our own log has as well.
insert into raw.fetch by name
select b.*
from bundled as b
anti join raw.fetch as f
    on f.document_id = b.document_id and f.url = b.url and f.basis = b.basis
    and f.observed_at is not distinct from b.observed_at;
