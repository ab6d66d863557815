-- One row a list that a source is found by: how much it has, and if it fell short. A list is a feed, sitemap or
-- index page: how many entries it usually has and gets a day, and whether it fell short of that when last asked. Times are
-- UTC. Key: source_id, address.
-- usual_listed: Median of what it listed over the runs before the last one. Of the last thirty of them; null before the first five.
-- new_a_day: New entries a day over those runs. The first one is left out, for which everything was new; null before the first five, and of less than a day.
-- last_listed: What it listed in the last run.
-- last_new_at: When it last listed something new, UTC.
-- last_run_at: When it was last asked and could be opened, UTC.
-- runs: How often it was asked and could be opened.
-- is_start: Whether its source declares it. The others are what such a list led to (the sitemaps of an index), which may end.
-- is_short: Whether a declared list is short. It listed less than a third of the usual, and five fewer at least.
-- is_silent: Whether a declared list has had nothing new for too long. That is since ten new entries would have been expected, and for two days at least.
-- address: Address of the list.
-- source_id: Source whose list it is.
create or replace view core.list_volume as
with numbered as (
    select
        *,
        row_number() over (partition by source_id, url order by run_at desc) as back,
        row_number() over (partition by source_id, url order by run_at) as nth
    from raw.listing
),

usual as (
    select
        source_id,
        url,
        count(*) as runs_before,
        median(listed) as usual_listed,
        coalesce(sum(new) filter (where nth > 1), 0) as new_entries,
        (epoch(max(run_at)) - epoch(min(run_at))) / 86400.0 as days
    from numbered
    where back between 2 and 31
    group by source_id, url
),

whole as (
    select
        source_id,
        url,
        max({'at': run_at, 'listed': listed}) as last_run,
        max(run_at) filter (where new > 0) as last_new_at,
        min(run_at) as first_run_at,
        count(*) as runs
    from raw.listing
    group by source_id, url
),

put_together as (
    select
        w.source_id,
        w.url as address,
        w.runs,
        w.last_run.listed as last_listed,
        w.last_run.at as last_run_at,
        w.last_new_at,
        if(u.runs_before >= 5, u.usual_listed, null) as usual_listed,
        if(u.runs_before >= 5 and u.days >= 1, u.new_entries / u.days, null) as new_a_day,
        coalesce(list_contains(s.start_urls, w.url), false) as is_start,
        (epoch(w.last_run.at) - epoch(coalesce(w.last_new_at, w.first_run_at))) / 86400.0 as days_of_silence
    from whole as w
    left join usual as u on w.source_id = u.source_id and w.url = u.url
    left join raw.source as s on w.source_id = s.source_id
)

select
    source_id,
    address,
    runs,
    usual_listed,
    new_a_day,
    last_listed,
    last_new_at,
    last_run_at,
    is_start,
    is_start and coalesce(3 * last_listed < usual_listed and usual_listed - last_listed >= 5, false) as is_short,
    is_start and coalesce(days_of_silence >= 2 and days_of_silence * new_a_day >= 10, false) as is_silent
from put_together;
