-- One row a document that was imported by mistake and is left out. By onrecord forget; its bytes are still in the
-- archive. A document that was seen again since is not left out. Key: document_id.
-- urls: Addresses under which it was seen.
-- why: Why, in the words of who said so.
-- decided_at: When, UTC.
-- document_id: sha256 of the document.
create or replace view core.forgotten as
select
    f.document_id,
    list(distinct f.url order by f.url) as urls,
    max({'at': d.decided_at, 'why': d.why}).why as why,
    max(d.decided_at) as decided_at
from raw.decision as d
inner join raw.fetch as f on f.document_id = d.document_id
where d.decision = 'forget'
group by f.document_id
having bool_and(f.forgotten or f.outcome not in ('ok', 'not_modified'));
