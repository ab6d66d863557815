-- 1,100 arrests were the highest of the daily totals that ICE posts on X, up to 7 February 2025: what the highest is of the days known.
-- Two rows a moment where posts of ICE are at hand beside what news sites wrote down of them (is_post).
select
    claim.value_text as said,
    claim.attribution as by_whom,
    claim.period_start as of_days_from,
    claim.period_end as of_days_to,
    claim.published_on,
    claim.quote as sentence,
    claim.value_start as at_character,
    claim.document_id as article,
    moment.as_of,
    max(daily.value) as highest_day,
    max_by(daily.time_period, daily.value) as day,
    max_by(daily.cell, daily.value) as cell,
    count(daily.value) as days_known,
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
    and claim.measure = 'arrests' and claim.value_low = 1100
group by all
order by moment.as_of desc, daily.is_post;
