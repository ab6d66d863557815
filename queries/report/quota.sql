-- A quota of 1,200 to 1,400 arrests a day: on how many of the days that are known was it met?
-- Two rows a moment where posts of ICE are at hand beside what news sites wrote down of them (is_post).
select
    claim.value_text as said,
    claim.attribution as by_whom,
    claim.period_kind,
    claim.published_on,
    claim.quote as sentence,
    claim.value_start as at_character,
    claim.document_id as article,
    shown.as_of,
    count(*) filter (shown.value >= claim.value_low) as days_met,
    count(shown.value) as days_known,
    max(shown.value) as highest_day,
    avg(shown.value) as average_day,
    shown.is_post,
    string_agg(shown.cell, ' ' order by shown.period_start) filter (shown.value is not null) as cells
from marts.claims as claim
cross join (
    select 'on 7 February 2025' as as_of, period_start, value, is_post, cell
    from ready.x_daily_as_of(date '2025-02-07')
    where measure = 'arrests' and period_start between date '2025-01-20' and date '2025-02-07'
    union all
    select 'now' as as_of, period_start, value, is_post, cell
    from ready.x_daily
    where measure = 'arrests' and period_start between date '2025-01-20' and date '2025-02-07'
) as shown
where claim.source_id = 'nbc_news' and claim.published_on = date '2025-02-07' and claim.measure = 'quota_target'
group by all
order by shown.as_of desc, shown.is_post;
