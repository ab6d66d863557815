-- One row a claim: which part of its sentence leaves the working warehouse. Of a restricted source (raw.source.body) at
-- most 300 characters around the number; where the quotes of a text would be more than a quarter of it, each gets the
-- same part of that quarter. A text is what one may put together again: all versions of an address, and all copies of a
-- story (core.story). What its quotes hold together is at most a quarter of the shortest of them. A sentence that
-- stands in several is cut alike in each, and counts once; overlapping quotes of one sentence count each. Of a text
-- that is not at hand, nothing is handed on. Key: document_id, value_start.
-- quote_start: Where what may be handed on begins in the body: code points, from 0.
-- quote_end: Where it ends (exclusive); the same as quote_start where nothing may.
-- quote_is_cut: True where it is not the whole sentence.
-- is_restricted: Whether the source is not in the public domain.
-- body_length: Length of the whole text, in code points; null where it is not at hand.
-- *: The columns of core.claim.
create or replace view core.claim_quote as
with recursive placed_at as (
    -- what makes two documents one text: an address that they share, a story that they tell
    select document_id, 'at ' || url as place from core.article where url is not null
    union all
    select document_id, 'at ' || url from raw.document where document_id in (select document_id from core.article)
    union all
    select document_id, 'story ' || story_id from core.story
),

pair as materialized (
    select document_id, min(document_id) over (partition by place) as other
    from placed_at
    qualify document_id <> other
),

linked as materialized (
    select document_id, other from pair
    union
    select other, document_id from pair
),

-- the least document that each can reach: handed on along the pairs until nothing changes
reached (document_id, first_id) using key (document_id) as (
    select document_id, least(document_id, min(other))
    from linked
    group by document_id
    union
    select linked.document_id, min(reached.first_id)
    from reached
    inner join linked on linked.other = reached.document_id
    inner join recurring.reached as before on before.document_id = linked.document_id
    where reached.first_id < before.first_id
    group by linked.document_id
),

article as (
    select
        article.document_id,
        coalesce(reached.first_id, article.document_id) as text_id,
        coalesce(source.body, '') <> 'public_domain' as is_restricted,
        length(article.body) as body_length
    from core.article as article
    left join reached on reached.document_id = article.document_id
    left join raw.document as document on document.document_id = article.document_id
    left join raw.source as source on source.source_id = document.source_id
),

text as (
    select text_id, min(body_length) as text_length
    from article
    where is_restricted
    group by text_id
),

told as (
    select
        claim.document_id,
        claim.value_start,
        claim.value_end,
        claim.quote_start,
        claim.quote_end,
        claim.quote_is_cut,
        claim.quote,
        coalesce(article.is_restricted, true) as is_restricted,
        article.body_length,
        coalesce(article.text_id, claim.document_id) as text_id,
        text.text_length,
        least(claim.quote_end - claim.quote_start, 300) as width
    from core.claim as claim
    left join article on article.document_id = claim.document_id
    left join text on text.text_id = article.text_id
),

-- the number stands in the middle, as far as the sentence lets it
placed as (
    select
        *,
        greatest(quote_start, least((value_start + value_end - width) // 2, quote_end - width)) as begins,
        -- a sentence that a text says twice is handed on twice
        dense_rank() over (partition by document_id, quote order by quote_start) as nth
    from told
),

together as (
    select text_id, sum(width) as characters
    from (
        select distinct text_id, quote, nth, begins - quote_start as place, width
        from placed
        where is_restricted and body_length is not null
    )
    group by text_id
),

numbers as (
    select text_id, count(*) as parts
    from (
        select distinct text_id, quote, nth, value_start - quote_start as place, value_end - value_start as width
        from placed
        where is_restricted and body_length is not null
    )
    group by text_id
),

allowed as (
    select
        placed.*,
        case
            when not placed.is_restricted then placed.quote_end - placed.quote_start
            when placed.body_length is null then 0
            when together.characters * 4 <= placed.text_length then placed.width
            else least(placed.width, placed.text_length // 4 // numbers.parts)
        end as allowed
    from placed
    left join together on together.text_id = placed.text_id
    left join numbers on numbers.text_id = placed.text_id
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
