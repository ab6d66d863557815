-- The refused tables of the documents of the bundled history, save what is derived from the edition before.
select r.*
from core.refusal as r
where
    r.outcome <> 'title_unknown'
    and (
        r.document_id in (select document_id from core.observation)
        or r.document_id in (select document_id from core.entry)
        or r.document_id in (select document_id from core.sheet)
        or r.document_id in (select document_id from core.claim)
    )
order by all;
