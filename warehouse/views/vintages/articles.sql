-- One row a version of a news report or release. Since when and until when it was the last known of its address. Key:
-- document_id.
-- publisher: Who published it.
-- title: Headline.
-- url: Address of the article.
-- published_on: Day in Washington on which it was published.
-- published_at: When the page says it was published, UTC.
-- is_deleted: Whether the publisher took it down, as far as anybody was told. That is of posts of X alone.
-- claims: Numbers in its text that count immigration enforcement. They are in marts.claims.
-- story_id: The story that the article tells, like its copies (core.story). Whoever counts claims counts a story once.
-- source_id: Source whose parser read it.
-- document_id: sha256 of the page or text.
-- valid_from: Since when this version is known, UTC.
-- valid_to: Until when it was the last one known (exclusive), UTC; null while it still is.
-- is_current: Whether it still is.
create or replace view vintages.articles as
select
    article.publisher,
    article.title,
    article.url,
    version.published_on,
    article.published_at,
    article.modified_at,
    article.authors,
    version.document_id in (select document_id from core.notice where kind = 'post_deleted') as is_deleted,
    coalesce(counted.claims, 0) as claims,
    story.story_id,
    document.source_id,
    article.document_id,
    version.valid_from,
    version.valid_to,
    version.is_current
from core.article_version as version
inner join core.article as article on article.document_id = version.document_id
inner join raw.document as document on document.document_id = version.document_id
left join core.story as story on story.document_id = version.document_id
left join (select document_id, count(*) as claims from core.claim group by document_id) as counted
    on counted.document_id = version.document_id;
