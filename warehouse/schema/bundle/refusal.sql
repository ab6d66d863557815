-- The refused tables of the documents of the bundled history.
select r.*
from core.refusal as r
where
    r.document_id in (select document_id from core.observation)
    or r.document_id in (select document_id from core.sheet)
order by all;
