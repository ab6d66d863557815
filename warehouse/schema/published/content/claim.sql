-- Claims, with as much of their sentences as may be handed on (core.claim_quote), by document and place.
select claim.* replace (
    case when part.quote_end > part.quote_start
        then substring(claim.quote, part.quote_start - claim.quote_start + 1, part.quote_end - part.quote_start)
    end as quote,
    part.quote_start as quote_start,
    part.quote_end as quote_end,
    part.quote_is_cut as quote_is_cut
)
from working.core.claim as claim
inner join working.core.claim_quote as part using (document_id, value_start)
order by claim.document_id, claim.value_start
