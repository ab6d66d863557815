-- The notices of the bundled history.
select n.*
from core.notice as n
where
    n.document_id in (select document_id from core.observation)
    or n.document_id in (select document_id from core.entry)
    or n.document_id in (select document_id from core.sheet)
    or n.document_id in (select document_id from core.claim)
order by all;
