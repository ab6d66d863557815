-- One row a claim, with the published figures of the same thing and days. As the public could know them on the day of
-- the article, as they were first printed, and as they are printed now; or why no figure can be held against it. Most
-- claims have no counterpart. Key: document_id, value_start.
-- copies: Other articles of that moment that tell its story.
-- *: The columns of vintages.claims_beside_figures.
create or replace view marts.claims_beside_figures as
select
    said.*,
    -- counted when asked: in vintages each further article of a story would begin a row of every claim of the others
    told.articles - 1 as copies
from slice.claims_beside_figures as said
left join (select story_id, count(*) as articles from slice.articles group by story_id) as told on told.story_id = said.story_id;
