-- The newest figures of each publisher: people held, book-ins, encounters, removals, agreements; with the day up to which their data run.
-- Of the publisher whose data run furthest the last three months, of others the last one; no figure is of two. "to date": the period was
-- not over. days: how old the data are today. "ICE's arrests": book-ins of people whom ICE arrested.
with said as (
    select
        measure,
        source_id,
        publisher,
        time_period,
        period_start,
        value,
        coalesce(is_provisional, false) as is_provisional,
        coalesce(data_through, period_end) as data_through,
        age_days,
        case when time_period like '%/P1Y' then 'year' when length(time_period) = 7 then 'month' else 'day' end as kind
    from ready.measures
),

newest as (  -- of a publisher who counts the same in two publications, the one whose data run further
    select
        *,
        max(data_through) over (partition by measure, source_id) as newest_through,
        -- of a source that prints months, months; else what it has
        row_number() over (partition by measure, source_id order by kind = 'year', period_start desc) as nth
    from said
),

ranked as (
    select
        *,
        dense_rank() over (partition by measure order by newest_through desc, publisher) as place
    from newest
    where (measure, publisher, source_id) in (
        select (measure, publisher, arg_max(source_id, data_through)) from said group by measure, publisher
    )
),

listed (measure, number, what, most) as (
    values
    ('detained', 1, 'held by ICE', 1),
    ('book_ins', 2, 'book-ins', 3),
    ('book_ins_ice', 3, '  ICE''s arrests', 3),
    ('book_ins_cbp', 4, '  CBP''s arrests', 3),
    ('booked_out', 5, 'book-outs', 3),
    ('released', 6, '  let go', 3),
    ('removed_or_returned_by_ice', 7, 'removals by ICE', 1),
    ('repatriated', 8, 'repatriations', 1),
    ('encounters', 9, 'encounters', 1),
    ('encounters_southwest', 10, '  at SW border', 3),
    ('encounters_usbp', 11, '  Border Patrol', 1)
),

figures as (
    select
        listed.number,
        ranked.place,
        ranked.nth,
        listed.what,
        case ranked.kind
            when 'year' then 'FY' || year(ranked.period_start + interval 3 month)
            when 'month' then strftime(ranked.period_start, '%b %Y')
            else strftime(ranked.period_start, '%-d %b %Y')
        end || if(ranked.is_provisional, ' to date', '') as period,
        ranked.value::int as figure,
        ranked.data_through as through,
        ranked.age_days as days,
        ranked.publisher as source
    from ranked
    inner join listed on listed.measure = ranked.measure
    where ranked.nth <= if(ranked.place = 1, listed.most, 1)
    union all
    select
        if(list = 'pending', 13, 12) as number,
        1 as place,
        1 as nth,
        if(list = 'pending', '  pending', '287(g) in force') as what,
        strftime(min(washington_day(known_from)), '%-d %b %Y') as period,
        count(*)::int as figure,
        null as through,
        min(age_days) as days,
        min(publisher) as source
    from marts.agreements
    group by list
)

select what, period, figure, through, days, source
from figures
order by number, place, nth;
