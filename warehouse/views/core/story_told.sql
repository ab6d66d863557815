-- One row a story and time in which as many articles tell it. Of each address the version that was the last one known
-- then. Key: story_id, valid_from.
-- story_id: The story (core.story).
-- copies: Articles that tell it, less one.
-- valid_from: Since when there are as many, UTC.
-- valid_to: Until when (exclusive), UTC; null while there still are.
create or replace view core.story_told as
with version as (
    select
        story.story_id,
        version.valid_from,
        version.valid_to
    from core.article_version as version
    inner join core.story as story on story.document_id = version.document_id
),

turn as (
    select
        story_id,
        turn_at,
        sum(step) as step
    from (
        select story_id, valid_from as turn_at, 1 as step from version
        union all
        select story_id, valid_to as turn_at, -1 as step from version where valid_to is not null
    )
    group by story_id, turn_at
    having sum(step) <> 0
)

select
    story_id,
    cast(sum(step) over so_far - 1 as bigint) as copies,
    turn_at as valid_from,
    lead(turn_at) over so_far as valid_to
from turn
window so_far as (partition by story_id order by turn_at);
