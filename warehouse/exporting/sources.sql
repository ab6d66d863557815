-- The documents of an export as sources to cite ($documents, their hashes), the newest first.
select * from core.citation
where list_contains($documents, document_id)
order by known_from desc, document_id;
