-- One row a source: when it was last asked and answered, and whether it is late. And what is loaded of it. Times are
-- UTC. Key: source_id.
-- found_by: How its documents are found: feed, sitemap, index, api; gdelt, or import alone.
-- tried: Whether real documents, and a real list of them, were read.
-- last_asked_at: When we last asked the publisher for anything, UTC. Imports of what others saw do not count.
-- last_outcome: What came of that.
-- last_answer_at: When it last answered with a document, or said that nothing had changed, UTC.
-- documents: Documents that are loaded.
-- refused: Documents that could not be read; see core.refusal_status.
-- no_articles: Pages that are no article; see core.no_article.
-- tables_refused: Tables of the other documents that could not be read. Without those that were accepted; see core.refusal_status.
-- newest_known_from: Since when its newest document was known, UTC.
-- newest_data_through: Latest day up to which one of its documents says its data run.
-- late_after_days: Silence after which somebody is told.
-- state: active, late, suspended or ended. By the last entry of core.source_life for the whole source; active where there is none.
-- state_since: Day since which it is so, by that entry.
-- last_new_at: When one of its lists last named something new, UTC. Null where it has no lists, or they were never asked.
-- lists_amiss: Lists that have fallen silent or list far less than usual (core.list_volume).
-- is_late: Whether its newest document, and what is new in its lists, is too old. That is older than late_after_days. Null where there is none, or where we never asked the publisher, or where there is no page of his to ask again and again. A suspended or ended source is not late.
-- *: The columns of raw.source.
create or replace view core.source_status as
with attempt as (
    select
        source_id,
        max(fetched_at) as last_asked_at,
        max({'at': fetched_at, 'outcome': outcome}).outcome as last_outcome,
        max(fetched_at) filter (where outcome in ('ok', 'not_modified')) as last_answer_at
    from raw.fetch
    where fetched_at is not null and basis = 'live'
    group by source_id
),

held as (
    select
        source_id,
        count(*) filter (where outcome = 'ok') as documents,
        count(*) filter (where outcome not in ('ok', 'not_an_article')) as refused,
        count(*) filter (where outcome = 'not_an_article') as no_articles,
        max(known_from) filter (where outcome = 'ok') as newest_known_from,
        max(data_through) filter (where outcome = 'ok') as newest_data_through
    from raw.document
    group by source_id
),

refused_table as (
    select source_id, count(*) as tables_refused
    from core.refusal_status
    where not accepted and (sheet is not null or dataflow is not null or table_title is not null)
    group by source_id
),

listed as (
    select
        source_id,
        max(last_new_at) as last_new_at,
        count(*) filter (where is_short or is_silent) as lists_amiss
    from core.list_volume
    group by source_id
),

life as (
    select source_id, max({'since': since, 'state': state}) as entry
    from core.source_life
    where dataflow is null
    group by source_id
)

select
    s.source_id,
    s.publisher,
    s.title,
    s.found_by,
    s.tried,
    a.last_asked_at,
    a.last_outcome,
    a.last_answer_at,
    coalesce(h.documents, 0) as documents,
    coalesce(h.refused, 0) as refused,
    coalesce(h.no_articles, 0) as no_articles,
    coalesce(t.tables_refused, 0) as tables_refused,
    h.newest_known_from,
    h.newest_data_through,
    listed.last_new_at,
    coalesce(listed.lists_amiss, 0) as lists_amiss,
    try_cast(regexp_extract(s.late_after, '^P(\d+)D$', 1) as integer) as late_after_days,
    coalesce(life.entry.state, 'active') as state,
    life.entry.since as state_since,
    case
        when coalesce(life.entry.state, 'active') in ('suspended', 'ended') then false
        when a.last_asked_at is not null and len(s.start_urls) > 0
            then greatest(h.newest_known_from, listed.last_new_at) < current_timestamp at time zone 'UTC'
                - to_days(try_cast(regexp_extract(s.late_after, '^P(\d+)D$', 1) as integer))
    end as is_late
from raw.source as s
left join attempt as a on a.source_id = s.source_id
left join held as h on h.source_id = s.source_id
left join refused_table as t on t.source_id = s.source_id
left join listed on listed.source_id = s.source_id
left join life on life.source_id = s.source_id;
