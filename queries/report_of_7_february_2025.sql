-- The report of 7 February 2025: every figure in it, for which days and on whose word; beside it what ICE's posts on X show of these days
-- (posted; reported where it is what news sites wrote down of them), and at the end ICE's book-ins of January as they stood that evening and as they are printed now.
with claims as (
    select *, period_start is null as is_undated
    from marts.claims
    where source_id = 'nbc_news' and published_on = date '2025-02-07'
),

posts as (
    select time_period::date as day, value::int as arrests, if(is_post, 'posted', 'reported') as how
    from ready.x_daily
    where measure = 'arrests' and value is not null
),

beside as (  -- of days that nobody says: all until the report; of posts and reports whichever has more of the days, never both
    select
        claims.value_start,
        posts.how,
        any_value(claims.period_end - claims.period_start + 1) as days,
        count(posts.day) as posted,
        sum(posts.arrests) as arrests,
        max(posts.arrests) as highest,
        strftime(max_by(posts.day, posts.arrests), '%-d %b') as highest_day
    from claims
    left join posts
        on posts.day between coalesce(claims.period_start, date '2025-01-20') and coalesce(claims.period_end, claims.published_on)
    group by claims.value_start, posts.how
    qualify row_number() over (partition by claims.value_start order by count(posts.day) desc, posts.how) = 1
),

answers as (
    select
        claims.value_start as place,
        case
            when not regexp_matches(claims.value_text, '[0-9]') then ''
            when claims.qualifier = 'more_than' then 'over '
            when claims.qualifier = 'about' then 'about '
            else ''
        end || claims.value_text as figure,
        concat_ws(' ', claims.agency, replace(claims.measure, '_', ' ')) as what,
        case
            when claims.period_kind like 'rate_per_%' then replace(replace(claims.period_kind, 'rate_per', 'a'), '_', ' ')
            when claims.is_undated then ''
            when claims.period_start = claims.period_end then strftime(claims.period_start, '%-d %b')
            when claims.period_kind = 'day' then 'a day of ' || strftime(claims.period_start, '%-d %b–') || strftime(claims.period_end, '%-d %b')
            else strftime(claims.period_start, '%-d %b–') || strftime(claims.period_end, '%-d %b')
        end as days,
        claims.attribution as who_says,
        case
            when claims.measure not in ('arrests', 'quota_target') then 'no published series of these days'
            when beside.posted = 0 then 'no post is at hand'
            when claims.period_kind in ('day', 'rate_per_day') then 'highest day ' || beside.how || ': ' || format('{:,}', beside.highest) || ' on ' || beside.highest_day
            else format('{} of {} days were {}, together {:,}', beside.posted, beside.days, beside.how, beside.arrests::int)
        end as published
    from claims
    inner join beside on beside.value_start = claims.value_start
    union all
    select
        1000000 as place,
        format('{:,}', now_.total::int) as figure,
        'ICE book-ins' as what,
        'January' as days,
        'ICE, in print now' as who_says,
        format('stood at {:,} on 7 Feb, through {}', then_.total::int, strftime(then_.data_through, '%-d %b')) as published
    from ready.book_ins as now_
    inner join ready.book_ins_as_of(date '2025-02-07') as then_ on then_.time_period = now_.time_period
    where now_.time_period = '2025-01'
)

select * exclude (place) from answers
order by place;
