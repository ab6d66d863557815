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
    shown.*
from marts.claims as claim
cross join (
    select
        'on 7 February 2025' as as_of,
        max(value) as highest_day,
        max_by(time_period, value) as day,
        count(value) as days_known,
        is_post,
        max_by(cell, value) as cell
    from ready.x_daily_as_of(date '2025-02-07')
    where measure = 'arrests' and period_start between date '2025-01-20' and date '2025-02-07'
    group by is_post
    union all
    select
        'now' as as_of,
        max(value) as highest_day,
        max_by(time_period, value) as day,
        count(value) as days_known,
        is_post,
        max_by(cell, value) as cell
    from ready.x_daily
    where measure = 'arrests' and period_start between date '2025-01-20' and date '2025-02-07'
    group by is_post
) as shown
where claim.source_id = 'nbc_news' and claim.published_on = date '2025-02-07'
    and claim.measure = 'arrests' and claim.value_low = 1100
order by shown.as_of desc, shown.is_post;
