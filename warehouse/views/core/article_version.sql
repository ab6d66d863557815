-- One row a version of an article, and when it was the last known of its address. Versions come one after another. Of
-- several known at one moment the lower have no time (valid_from = valid_to). Bytes that differ where nothing that is
-- read does are no version of their own: they say that the one before still stood. Key: document_id.
-- url: Address of the article. Null of a text that was imported without one, which has no other versions.
-- document_id: sha256 of this version.
-- published_on: Day on which the version says it was published. Where it says none, the day in Washington on which it was first known.
-- valid_from: Since when it is known, UTC (raw.document.known_from).
-- valid_to: Until when it was the last one known (exclusive), UTC; null while it still is.
-- is_current: Whether it still is.
create or replace view core.article_version as
with dated as (
    select
        article.url,
        article.document_id,
        article.published_on,
        article.published_at,
        document.known_from as valid_from,
        -- null of a text that is not at hand (the bundled history of restricted ones): of it nobody knows
        hash(article.body, coalesce(article.title, ''), article.authors, article.published_on, article.published_at) as reads,
        article.body is not null as is_whole
    from core.article as article
    inner join raw.document as document on document.document_id = article.document_id
),

new as (
    select *
    from dated
    where valid_from is not null
    qualify
        not is_whole
        or reads is distinct from lag(reads) over (partition by coalesce(url, document_id) order by valid_from, document_id)
)

select
    url,
    document_id,
    coalesce(published_on, washington_day(coalesce(published_at, valid_from))) as published_on,
    valid_from,
    lead(valid_from) over (partition by coalesce(url, document_id) order by valid_from, document_id) as valid_to,
    valid_to is null as is_current
from new;
