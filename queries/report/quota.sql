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
    moment.as_of,
    count(*) filter (daily.value >= claim.value_low) as days_met,
    count(daily.value) as days_known,
    max(daily.value) as highest_day,
    avg(daily.value) as average_day,
    string_agg(daily.cell, ' ' order by daily.time_period) as cells,
    daily.is_post
from marts.claims as claim
cross join (values ('on 7 February 2025'), ('now')) as moment (as_of)
left join (
    select 'on 7 February 2025' as as_of, time_period, value, is_post, cell
    from ready.x_daily_as_of(date '2025-02-07')
    where measure = 'arrests' and value is not null
    union all
    select 'now' as as_of, time_period, value, is_post, cell
    from ready.x_daily
    where measure = 'arrests' and value is not null
) as daily on daily.as_of = moment.as_of and daily.time_period between '2025-01-20' and '2025-02-07'
where claim.source_id = 'nbc_news' and claim.published_on = date '2025-02-07'
    and claim.measure = 'quota_target'
group by all
order by moment.as_of desc, daily.is_post;
