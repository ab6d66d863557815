-- The newest whole figure of each thing that is published, and what is not whole yet beside it.
-- Of several publishers the one whose data run furthest. days: how old the data are today. More rows: newest.sql.
with listed (measure, number, what) as (
    values
    ('detained', 1, 'held by ICE'), ('book_ins', 2, 'book-ins'), ('book_ins_ice', 3, '  ICE''s arrests'),
    ('book_ins_cbp', 4, '  CBP''s arrests'), ('booked_out', 5, 'book-outs'), ('released', 6, '  let go'),
    ('removed_or_returned_by_ice', 7, 'removals by ICE'), ('repatriated', 8, 'repatriations'), ('encounters', 9, 'encounters'),
    ('encounters_southwest', 10, '  at SW border'), ('encounters_usbp', 11, '  Border Patrol')
),

said as (
    select
        listed.number,
        listed.what,
        measures.*,
        coalesce(measures.data_through, measures.period_end) as through,
        case measures.period_type
            when 'month' then strftime(measures.period_start, '%b %Y')
            when 'day' then strftime(measures.period_start, '%-d %b %Y')
            else 'FY' || year(measures.period_start + interval 3 month)
        end as period
    from ready.measures as measures
    inner join listed on listed.measure = measures.measure
    qualify measures.source_id = first_value(measures.source_id) over (
        partition by measures.measure order by coalesce(measures.data_through, measures.period_end) desc, measures.source_id
    )
),

-- of a source that prints months, months; else what it has
kind as (
    select *
    from said
    qualify (period_type like 'fiscal_year%') = min(period_type like 'fiscal_year%') over (partition by number)
)

select
    what,
    period,
    figure,
    to_date,
    days,
    source
from (
    select
        number,
        what,
        max_by(period, period_start) filter (not is_provisional) as period,
        cast(max_by(value, period_start) filter (not is_provisional) as integer) as figure,
        max_by(format('{:,} in ', cast(value as integer)) || split_part(period, ' ', 1), period_start) filter (
            is_provisional
        ) as to_date,
        min(age_days) as days,
        any_value(publisher) as source
    from kind
    group by number, what
    union all
    select
        if(list = 'pending', 13, 12) as number,
        if(list = 'pending', '  pending', '287(g) in force') as what,
        strftime(min(washington_day(known_from)), '%-d %b %Y') as period,
        count(*) as figure,
        null as to_date,
        min(age_days) as days,
        min(publisher) as source
    from marts.agreements
    group by list
)
order by number
