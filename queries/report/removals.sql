-- Hundreds of removals since 20 January 2025; millions are promised; 1 million a year would be over 2,700 a day: beside these ICE's
-- removals, returns included, of fiscal year 2025 to date, and how many that is a day.
select
    claim.value_text as said,
    claim.attribution as by_whom,
    claim.period_start as of_days_from,
    claim.period_end as of_days_to,
    claim.period_kind,
    claim.published_on,
    claim.quote as sentence,
    claim.value_start as at_character,
    claim.document_id as article,
    moment.as_of,
    shown.removals,
    shown.removals / (shown.data_through - shown.period_start + 1) as removals_a_day,
    shown.period_start as since,
    shown.data_through as through,
    shown.sheet,
    shown.cell
from marts.claims as claim
cross join (values ('on 7 February 2025'), ('now')) as moment (as_of)
left join (
    select 'on 7 February 2025' as as_of, value as removals, period_start, data_through, sheet, cell
    from marts.removals_as_of(date '2025-02-07')
    where fiscal_year = 2025
    union all
    select 'now' as as_of, value as removals, period_start, data_through, sheet, cell
    from marts.removals
    where fiscal_year = 2025
) as shown on shown.as_of = moment.as_of
where claim.source_id = 'nbc_news' and claim.published_on = date '2025-02-07' and claim.measure = 'removals'
order by claim.value_start, moment.as_of desc;
