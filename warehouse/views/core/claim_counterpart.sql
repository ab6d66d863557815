-- One row a claim, with the published series that measure the same thing. The preferred one first, and the periods of
-- them that make up the period of the claim; or why no series does. Key: document_id, value_start.
-- period: Kind of period of the claim. One of day, days (up to two months of them), month, months, fiscal_year; to_date where it is longer, begins with a month and ends within one, so that its whole months are the most that a series can show; null where its days are none of these, or none are said, or one day among several is meant.
-- place: Where the claim counts: its geography; null for the United States.
-- figures_through: Last day that figures of whole months can cover, of a period to date. Null of the others, whose figures cover all.
-- answers: Series that measure the same thing, in the order in which they are preferred. That is the order of core.claim_series. Each with the identities of the periods which together are the period of the claim; null where none does. Those that are not meant, of another part of CBP than the claim, come last: they only tell whose figure a claim has in place of its own.
-- reason: Why no series stands beside the claim; null where one does.
-- document_id: sha256 of the article.
create or replace view core.claim_counterpart as
with dated as (
    select
        *,
        nullif(geography, 'US') as place,
        case
            when period_kind not in ('day', 'range', 'since_event') then null
            when period_start = period_end then 'day'
            when month(period_start) = 10 and day(period_start) = 1 and period_end = period_start + interval 1 year - interval 1 day
                then 'fiscal_year'
            when day(period_start) = 1 and period_end = last_day(period_start) then 'month'
            when day(period_start) = 1 and period_end = last_day(period_end) then 'months'
            when period_kind <> 'day' and period_end - period_start < 62 then 'days'
            when period_kind <> 'day' and day(period_start) = 1 then 'to_date'
        end as period,
        if(period = 'to_date', date_trunc('month', period_end)::date - 1, null) as figures_through
    from core.claim
),

listed as (
    select
        *,
        list_transform(
            range(period_start::timestamp, coalesce(figures_through, period_end)::timestamp, interval 1 month),
            lambda month: strftime(month, '%Y-%m')
        ) as its_months,
        case period
            when 'day' then [strftime(period_start, '%Y-%m-%d')]
            when 'days' then list_transform(
                range(period_start::timestamp, period_end + interval 1 day, interval 1 day), lambda day: strftime(day, '%Y-%m-%d')
            )
            when 'fiscal_year' then [strftime(period_start, '%Y-%m-%d') || '/P1Y']
            else its_months
        end as its_periods
    from dated
),

-- every series of the same thing, of the same people in the same place
compared as (
    select
        listed.document_id,
        listed.value_start,
        series.series_key,
        series.preference,
        if(
            listed.period = 'fiscal_year' and list_contains(series.periods, 'months_of_fiscal_year'),
            listed.its_months, listed.its_periods
        ) as time_periods,
        list_contains(series.components, coalesce(listed.component, '')) as is_meant,
        coalesce(list_has_any(
            series.periods,
            case listed.period
                when 'day' then ['date', 'day']
                when 'days' then ['day']
                when 'month' then ['month', 'average']
                when 'months' then ['month']
                when 'to_date' then ['month']
                when 'fiscal_year' then ['fiscal_year', 'months_of_fiscal_year', 'average']
            end
        ), false) as same_period
    from listed
    inner join core.claim_series_named as series
        on
            series.measure = listed.measure
            and series.agency = coalesce(listed.agency, '')
            and series.population = lower(coalesce(listed.population, ''))
            and series.geography = lower(coalesce(listed.place, ''))
),

measured as (
    select
        document_id,
        value_start,
        bool_or(is_meant) as is_meant,
        list(
            {'series_key': series_key, 'time_periods': time_periods, 'is_meant': is_meant}
            order by not is_meant, preference, series_key
        ) filter (same_period) as answers,
        coalesce(bool_or(same_period and is_meant), false) as any_answer
    from compared
    group by document_id, value_start
)

select
    listed.document_id,
    listed.value_start,
    listed.period,
    listed.place,
    listed.figures_through,
    if(measured.any_answer, measured.answers, null) as answers,
    case
        when listed.status in ('target', 'projection') or listed.measure = 'quota_target' then 'target or projection'
        when listed.unit like 'percent%' then 'percentage'
        when listed.measure = 'operations' or contains(lower(listed.population), 'operation') then 'operation'
        when regexp_matches(lower(listed.value_text), '\b(tens|dozens|scores|hundreds|thousands|millions)\b') then 'vague'
        when known.measure is null then 'no series measures this'
        when measured.is_meant is null or not measured.is_meant then 'needs a dimension that is not published'
        when not measured.any_answer then 'period not aligned'
    end as reason
from listed
left join measured on measured.document_id = listed.document_id and measured.value_start = listed.value_start
left join (
    select distinct
        measure,
        agency
    from core.claim_series_named
) as known on known.measure = listed.measure and known.agency = coalesce(listed.agency, '');
