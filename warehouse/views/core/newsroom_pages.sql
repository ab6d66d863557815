-- How the pages of each newsroom were read in the run that read pages of it last; where these are fewer than ten, with those read last before them, up to ten. Pages that are no article, and refusals that were accepted, do not count.
-- source_id: Newsroom: a source without tables.
-- run_at: When the last run that read pages of it began, UTC.
-- pages: Pages looked at.
-- unread: Those of them of which the text, the title or the bytes are not as an article has them.
-- layout_changed: Whether at least three, and at least half of them, are unread: then its pages have changed, and runs end with status 1. Fewer are notes.
-- examples: Addresses of up to three of the unread.
create or replace view core.newsroom_pages as
with page as (
    select
        d.source_id,
        d.document_id,
        d.url,
        d.known_from,
        max(l.run_at) as run_at,
        coalesce(bool_or(r.fails = 'with its newsroom'), false) as unread
    from raw.document as d
    inner join raw.load as l on l.document_id = d.document_id
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
        max(run_at) over (partition by source_id) as last_run_at,
        row_number() over (partition by source_id order by run_at desc, known_from desc nulls last, document_id) as place
    from page
)

select
    source_id,
    last_run_at as run_at,
    count(*) as pages,
    count(*) filter (where unread) as unread,
    count(*) filter (where unread) >= 3 and 2 * count(*) filter (where unread) >= count(*) as layout_changed,
    list(url order by place) filter (where unread)[:3] as examples
from placed
where run_at = last_run_at or place <= 10
group by source_id, last_run_at;
comment on view core.newsroom_pages is 'One row a newsroom: how many of the pages that were read last could not be read. Key: source_id.';
