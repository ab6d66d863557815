-- One row a claim and series that measures what it says. Not those of a range, of some days, and of a number of less
-- than four figures that say something. Key: document_id, value_start, answer.
-- period: Kind of the period that the claim is about, as core.claim_counterpart has it.
-- period_start: First day of that period.
-- period_end: Last day of that period.
-- number: What the claim says.
-- answer: The series and its periods.
-- document_id: sha256 of the article.
create or replace view core.claim_answer as
select
    counterpart.document_id,
    counterpart.value_start,
    counterpart.period,
    claim.period_start,
    claim.period_end,
    coalesce(claim.value_low, claim.value_high) as number,
    unnest(list_filter(counterpart.answers, lambda answer: answer.is_meant)) as answer
from core.claim_counterpart as counterpart
inner join core.claim as claim
    on claim.document_id = counterpart.document_id and claim.value_start = counterpart.value_start
where
    counterpart.reason is null and counterpart.period <> 'days' and claim.qualifier <> 'range'
    and figures_of_number(coalesce(claim.value_low, claim.value_high)) >= 4;
