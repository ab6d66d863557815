-- One row a newsroom: how many of the pages that came last could not be read. Those that came on the last day on which
-- pages of it came; where these are fewer than ten, with those that came last before them, up to ten. When they were
-- read does not count: a warehouse that is made anew says the same. Pages that are no article, and refusals that were
-- accepted, do not count. Key: source_id.
-- source_id: Newsroom: a source without tables.
-- came_on: The last day on which pages of it came into the archive for the first time, UTC.
-- pages: Pages looked at.
-- unread: Those of them that are not as an article is, in text, title or bytes.
-- layout_changed: Whether its pages have changed, so that runs end with status 1. That is so where at least three, and at least half of them, are unread. Fewer are notes.
-- examples: Addresses of up to three of the unread.
create or replace view core.newsroom_pages as
with came as (
    select
        document_id,
        min(fetched_at)::date as came_on
    from raw.fetch
    where outcome in ('ok', 'not_modified') and fetched_at is not null and not forgotten
    group by document_id
),

page as (
    select
        d.source_id,
        d.document_id,
        d.url,
        d.known_from,
        came.came_on,
        coalesce(bool_or(r.fails = 'with its newsroom'), false) as unread
    from raw.document as d
    inner join came on came.document_id = d.document_id
    left join core.refusal_status as r on r.document_id = d.document_id
    where
        d.bytes_held
        and d.source_id not in (select source_id from core.dataflow)
        and (d.outcome = 'ok' or r.fails = 'with its newsroom')
    group by all
),

placed as (
    select
        *,
        max(came_on) over (partition by source_id) as last_came_on,
        row_number() over (partition by source_id order by came_on desc, known_from desc nulls last, document_id) as place
    from page
)

select
    source_id,
    last_came_on as came_on,
    count(*) as pages,
    count(*) filter (where unread) as unread,
    count(*) filter (where unread) >= 3 and 2 * count(*) filter (where unread) >= count(*) as layout_changed,
    list(url order by place) filter (where unread)[:3] as examples
from placed
where came_on = last_came_on or place <= 10
group by source_id, last_came_on;
