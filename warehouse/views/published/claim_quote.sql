-- One row a claim: which part of its sentence left the working warehouse. Key: document_id, value_start.
-- In the published copy the claims hold what may be handed on already.
create or replace view core.claim_quote as
select
    claim.document_id,
    claim.value_start,
    claim.quote_start,
    claim.quote_end,
    claim.quote_is_cut,
    coalesce(source.body, '') <> 'public_domain' as is_restricted,
    length(article.body) as body_length
from core.claim as claim
left join core.article as article on article.document_id = claim.document_id
left join raw.document as document on document.document_id = claim.document_id
left join raw.source as source on source.source_id = document.source_id;
