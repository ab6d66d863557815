-- One row a claim of a total that runs on, of each version of its article. What marts.running_claims compares: numbers
-- that were reported of the days since an event, or of days that still ran when the article was published. No
-- percentages, goals or projections. Key: document_id, value_start.
-- measure: What is measured.
-- agency: Whose act is counted; null where none is named.
-- population: Who is counted; null for all.
-- geography: Where; null where it is not read.
-- period_kind: since_event, or range (of a period that still ran on the day of the article).
-- period_start: First day of the period.
-- attribution: On whose word, else the publisher.
-- published_on: Day in Washington on which the article was published.
-- number: What it says, or the least that it says; where it says only the most, that.
-- value_text: The number, as printed.
-- publisher: Who published the article.
-- url: Address of the article.
-- story: The story that the article tells (core.story). Of one that tells none the article.
-- document_id: sha256 of the page or text.
-- value_start: Where the number begins in the body.
-- valid_from: Since when this version of the article is known, UTC.
-- valid_to: Until when it was the last one known (exclusive), UTC; null while it still is.
-- is_current: Whether it still is.
create or replace view vintages.running_claims as
select
    claim.measure,
    claim.agency,
    claim.population,
    claim.geography,
    claim.period_kind,
    claim.period_start,
    claim.attribution,
    article.published_on,
    coalesce(claim.value_low, claim.value_high) as number,
    claim.value_text,
    article.publisher,
    article.url,
    coalesce(article.story_id, claim.document_id) as story,
    claim.document_id,
    claim.value_start,
    article.valid_from,
    article.valid_to,
    article.is_current
from core.claim as claim
inner join vintages.articles as article on article.document_id = claim.document_id
where
    claim.status = 'reported'
    and claim.unit not like 'percent%'
    and claim.period_start < claim.period_end
    and (
        claim.period_kind = 'since_event'
        or (claim.period_kind = 'range' and claim.period_end = article.published_on)
    );
