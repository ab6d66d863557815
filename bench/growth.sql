-- Simulated articles with two claims each, as the loader would have left them. Variables: articles, begin_at (when the first was
-- seen), seconds (between two), bands (of an article), restricted, restricted_hash, open, open_hash (sources and their parsers).
create temp table page as
select
    i as article,
    sha256(cast(i as varchar)) as document_id,
    i % 10 = 0 as is_open,
    cast(getvariable('begin_at') as timestamp) + to_seconds(cast(floor(i * getvariable('seconds')) as bigint)) as seen_at,
    'ICE arrested 1,200 people last week.' as said
from range(getvariable('articles')) as number (i);

insert into raw.document by name
select
    document_id,
    if(is_open, getvariable('open'), getvariable('restricted')) as source_id,
    if(is_open, getvariable('open_hash'), getvariable('restricted_hash')) as parser_hash,
    'https://news.example/' || article as url,
    'html' as media_type,
    'ok' as outcome,
    true as bytes_held,
    seen_at as first_seen_at
from page;

-- every tenth tells what the one before it tells
insert into core.article by name
select
    document_id,
    'https://news.example/' || article as url,
    'Harbor agency reports w' || article % 5000 || ' w' || article % 77 as title,
    seen_at as published_at,
    'News' as publisher,
    repeat(rpad(said, 100, ' '), 2)
    || article
    || if(is_open, (select string_agg(' w' || (article * k) % 30011, '') from range(1, 400) as word (k)), '') as body,
    [cast(hash(if(article % 10 = 9, article - 1, article), k) >> 1 as bigint) for k in range(getvariable('bands'))] as bands
from page;

insert into core.claim by name
select
    document_id,
    100 * k + 13 as value_start,
    100 * k + 18 as value_end,
    '1,200' as value_text,
    said as quote,
    100 * k as quote_start,
    100 * k + length(said) as quote_end,
    false as quote_is_cut,
    1200 as value_low,
    1200 as value_high,
    'exact' as qualifier,
    'count' as unit,
    'arrests' as measure,
    'ICE' as agency,
    'week' as period_kind,
    cast(seen_at as date) - 7 as period_start,
    cast(seen_at as date) - 1 as period_end,
    'nobody' as attribution,
    'reported' as status,
    true as is_firm,
    'rules' as decided,
    1 as confidence
from page, range(2) as claim (k);
