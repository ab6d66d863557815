-- Over 8,000 arrests in two weeks, 20 January to 2 February 2025: what the daily figures on X show of these days, as far as they are
-- known (days_known of 14), and ICE's book-ins of people whom ICE arrested in January, through the day of that edition.
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
    count(daily.value) as days_known,
    sum(daily.value) as arrests_on_x,
    daily.is_post,
    string_agg(daily.cell, ' ' order by daily.period_start) as cells_on_x,
    january.ice as book_ins_of_january,
    january.data_through,
    january.sheet,
    january.cells
from marts.claims as claim
cross join (
    values
    ('on 7 February 2025', timestamp '2025-02-08 05:00:00'),
    ('now', cast(current_timestamp as timestamp))
) as moment (as_of, until)
left join (
    select 'on 7 February 2025' as as_of, period_start, value, is_post, cell
    from ready.x_daily_as_of(date '2025-02-07')
    where measure = 'arrests' and value is not null
    union all
    select 'now' as as_of, period_start, value, is_post, cell
    from ready.x_daily
    where measure = 'arrests' and value is not null
) as daily on daily.as_of = moment.as_of and daily.period_start between claim.period_start and claim.period_end
left join (
    select 'on 7 February 2025' as as_of, ice, data_through, sheet, cells
    from ready.book_ins_as_of(date '2025-02-07')
    where time_period = '2025-01'
    union all
    select 'now' as as_of, ice, data_through, sheet, cells
    from ready.book_ins
    where time_period = '2025-01'
) as january on january.as_of = moment.as_of
where claim.source_id = 'nbc_news' and claim.published_on = date '2025-02-07'
    and claim.measure = 'arrests' and claim.value_low = 8000
group by all
order by moment.as_of desc, daily.is_post;
