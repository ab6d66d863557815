-- One row a number in an article that counts immigration enforcement. Who said which figure, when, in which sentence,
-- of which days. An article is a news report or release; its last version speaks. Key: document_id, value_start.
-- publisher: Who published the article.
-- title: Headline of the article.
-- url: Address of the article.
-- published_on: Day in Washington on which the article was published.
-- published_at: When the page says it was published, UTC.
-- component: Which part of CBP counts: USBP (Border Patrol), OFO (ports of entry). Null for all of it, and of all other agencies.
-- population: Who is counted: families, a nationality, criminals, an operation. Null for all, and where it is not read.
-- geography: Where within the country: a state, a city. Of CBP's a sector, or the border that the sentence names. Null for all of it, and where it is not read.
-- story_id: The story that the article tells, like its copies (core.story). Whoever counts claims counts a story once.
-- copies: Other articles of that moment that tell it.
-- source_id: Source whose parser read the article.
-- document_id: sha256 of the page or text.
-- valid_from: Since when this version of the article is known, UTC.
-- valid_to: Until when it was the last one known (exclusive), UTC; null while it still is.
-- is_current: Whether it still is.
-- *: The columns of core.claim.
create or replace view marts.claims as
select
    article.publisher,
    article.title,
    article.url,
    article.published_on,
    article.published_at,
    claim.* exclude (document_id, value_start, value_end, quote_start, quote_end),
    article.story_id,
    if(article.story_id is null, null, article.copies) as copies,
    article.source_id,
    claim.document_id,
    claim.value_start,
    claim.value_end,
    claim.quote_start,
    claim.quote_end,
    article.valid_from,
    article.valid_to,
    article.is_current
from core.claim as claim
inner join sliced_marts.articles as article on article.document_id = claim.document_id;
