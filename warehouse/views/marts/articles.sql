-- One row a news report or release, as its page had it last. With how many claims it makes. Key: document_id.
-- copies: Other articles of that moment that tell its story.
-- *: The columns of vintages.articles.
create or replace view marts.articles as
select
    * exclude (source_id, document_id, valid_from, valid_to, is_current),
    count(*) over (partition by story_id) - 1 as copies,
    source_id,
    document_id,
    valid_from,
    valid_to,
    is_current
from slice.articles;
