-- One row a claim, with the published figures of the same thing and days. As the public could know them on the day of
-- the article, as they were first printed, and as they are printed now; or why no figure can be held against it. Most
-- claims have no counterpart. Key: document_id, value_start.
-- *: The columns of marts.claims.
-- *: The columns of vintages.claims_beside_figures.
create or replace view marts.claims_beside_figures as
select
    claim.*,
    beside.* exclude (document_id, value_start, valid_from, valid_to, is_current)
from sliced_marts.claims as claim
inner join slice.claims_beside_figures as beside
    on beside.document_id = claim.document_id and beside.value_start = claim.value_start;
