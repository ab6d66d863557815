-- Numbers of news reports and releases, when an article first has them: a story counts once, whoever copies it, and a later version of
-- an article tells only what it adds.
with first_told as (
    select
        claim.*,
        article.publisher,
        article.title,
        article.url,
        version.valid_from as known_at
    from core.claim as claim
    inner join core.article_version as version on version.document_id = claim.document_id
    inner join core.article as article on article.document_id = claim.document_id
    left join core.story as story on story.document_id = claim.document_id
    qualify row_number() over (
        partition by
            coalesce(story.story_id, article.url, claim.document_id), claim.measure, claim.unit, claim.value_low, claim.value_high,
            claim.agency, claim.population, claim.geography, claim.period_start, claim.period_end
        order by version.valid_from, claim.document_id, claim.value_start
    ) = 1
)

select
    first_told.known_at,
    coalesce(first_told.publisher, source.publisher) as publisher,
    source.source_id,
    first_told.document_id,
    document.url as document_url,
    [first_told.document_id, first_told.value_start::varchar] as key,
    first_told.unit,
    first_told.value_text,
    first_told.qualifier,
    first_told.measure,
    first_told.agency,
    first_told.population,
    first_told.geography,
    first_told.period_kind,
    first_told.period_start,
    first_told.period_end,
    first_told.attribution,
    first_told.status,
    first_told.title
from first_told
inner join raw.document as document on document.document_id = first_told.document_id
inner join raw.source as source on source.source_id = document.source_id
where first_told.known_at >= washington_midnight_utc(getvariable('since'))
order by first_told.known_at desc, first_told.document_id, first_told.value_start;
