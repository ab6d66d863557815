-- How much of the sentence of each claim may be handed on. Of a restricted source (raw.source.body): at most 300 characters around
-- the number; where the quotes of an article would be more than a quarter of its text, each gets the same part of that quarter.
-- Of a text that is not at hand, nothing. Overlapping quotes count each, one sentence of several claims once.
-- quote_start: Where what may be handed on begins in the body: code points, from 0.
-- quote_end: Where it ends (exclusive); the same as quote_start where nothing may.
-- quote_is_cut: True where it is not the whole sentence.
-- is_restricted: Whether the source is not in the public domain.
-- body_length: Length of the whole text, in code points; null where it is not at hand.
create or replace view core.claim_quote as
with told as (
    select
        claim.document_id,
        claim.value_start,
        claim.value_end,
        claim.quote_start,
        claim.quote_end,
        claim.quote_is_cut,
        coalesce(source.body, '') <> 'public_domain' as is_restricted,
        length(article.body) as body_length,
        least(claim.quote_end - claim.quote_start, 300) as width
    from core.claim as claim
    left join core.article as article on article.document_id = claim.document_id
    left join raw.document as document on document.document_id = claim.document_id
    left join raw.source as source on source.source_id = document.source_id
),

-- the number stands in the middle, as far as the sentence lets it
placed as (
    select
        *,
        greatest(quote_start, least((value_start + value_end - width) // 2, quote_end - width)) as begins
    from told
),

together as (
    select document_id, sum(width) as characters
    from (select distinct document_id, begins, width from placed)
    group by document_id
),

allowed as (
    select
        placed.*,
        case
            when not placed.is_restricted then placed.quote_end - placed.quote_start
            when placed.body_length is null then 0
            when together.characters * 4 <= placed.body_length then placed.width
            else least(placed.width, placed.body_length // 4 // count(*) over (partition by placed.document_id))
        end as allowed
    from placed
    inner join together on together.document_id = placed.document_id
),

cut as (
    select
        *,
        greatest(quote_start, least((value_start + value_end - allowed) // 2, quote_end - allowed)) as cut_start
    from allowed
)

select
    document_id,
    value_start,
    cut_start::integer as quote_start,
    (cut_start + allowed)::integer as quote_end,
    quote_is_cut or allowed < quote_end - quote_start as quote_is_cut,
    is_restricted,
    body_length
from cut;
comment on view core.claim_quote is 'One row a claim: which part of its sentence leaves the working warehouse. Key: document_id, value_start.';
