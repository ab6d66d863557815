-- Over 800 arrests on Tuesday, 4 February 2025, and about 300 over the weekend, 1 and 2 February, each said by an unnamed source: what the
-- daily figures on X show of these days, and ICE's book-ins of people whom ICE arrested. Of these an edition prints the year to date: the
-- difference of two editions is of the days between them, and a book-in is no arrest.
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
    editions.per_day as book_ins_a_day,
    editions.from_day,
    editions.to_day,
    editions.sheet,
    editions.cell,
    editions.earlier_cell
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
left join marts.between_editions as editions
    on editions.series_key = 'ice.book_ins_by_arresting_agency{agency=ICE}' and editions.known_from < moment.until
    and claim.period_start between editions.from_day and editions.to_day
where claim.source_id = 'nbc_news' and claim.published_on = date '2025-02-07'
    and claim.measure = 'arrests' and claim.value_low in (800, 300)
group by all
order by claim.value_start, moment.as_of desc, daily.is_post;
