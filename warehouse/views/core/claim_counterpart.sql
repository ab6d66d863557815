-- The published series that measures what a claim says, and the periods of it that make up the period of the claim; or why there is
-- none.
-- period: Kind of period of the claim: day, days (up to two months of them), month, months, fiscal_year; null where its days are none of
-- these, or none are said, or one day among several is meant.
-- series_keys: Series that measure the same thing, in the order in which they are preferred (core.claim_series); null where none does.
-- time_periods: Identities of the periods of these series which together are the period of the claim.
-- reason: Why no series stands beside the claim; null where one does.
create or replace view core.claim_counterpart as
with dated as (
    select
        *,
        case
            when period_kind not in ('day', 'range', 'since_event') then null
            when period_start = period_end then 'day'
            when month(period_start) = 10 and day(period_start) = 1 and period_end = period_start + interval 1 year - interval 1 day
                then 'fiscal_year'
            when day(period_start) = 1 and period_end = last_day(period_start) then 'month'
            when day(period_start) = 1 and period_end = last_day(period_end) then 'months'
            when period_kind <> 'day' and period_end - period_start < 62 then 'days'
        end as period
    from core.claim
),

listed as (
    select
        *,
        case period
            when 'day' then [strftime(period_start, '%Y-%m-%d')]
            when 'days' then list_transform(
                range(period_start::timestamp, period_end + interval 1 day, interval 1 day), lambda day: strftime(day, '%Y-%m-%d')
            )
            when 'fiscal_year' then [strftime(period_start, '%Y-%m-%d') || '/P1Y']
            else list_transform(
                range(period_start::timestamp, period_end::timestamp, interval 1 month), lambda month: strftime(month, '%Y-%m')
            )
        end as time_periods
    from dated
),

-- every series of the same measure and agency; one of the same people in the same place may answer
compared as (
    select
        listed.document_id,
        listed.value_start,
        series.series_key,
        series.preference,
        coalesce(series.population, '') = coalesce(listed.population, '')
        and coalesce(series.geography, 'US') = coalesce(listed.geography, 'US') as same_people,
        series.period = case listed.period when 'months' then 'month' when 'days' then 'day' else listed.period end
        or (series.period = 'date' and listed.period = 'day') as same_period
    from listed
    inner join core.claim_series as series
        on series.measure = listed.measure and coalesce(series.agency, '') = coalesce(listed.agency, '')
),

measured as (
    select
        document_id,
        value_start,
        bool_or(same_people) as same_people,
        list(series_key order by preference, series_key) filter (same_people and same_period) as series_keys
    from compared
    group by document_id, value_start
)

select
    listed.document_id,
    listed.value_start,
    listed.period,
    measured.series_keys,
    listed.time_periods,
    case
        when listed.status in ('target', 'projection') or listed.measure = 'quota_target' then 'target or projection'
        when listed.unit like 'percent%' then 'percentage'
        when listed.measure = 'operations' or contains(lower(listed.population), 'operation') then 'operation'
        when regexp_matches(lower(listed.value_text), '\b(tens|dozens|scores|hundreds|thousands|millions)\b') then 'vague'
        when measured.same_people is null then 'no series measures this'
        when not measured.same_people then 'needs a dimension that is not published'
        when measured.series_keys is null then 'period not aligned'
    end as reason
from listed
left join measured on measured.document_id = listed.document_id and measured.value_start = listed.value_start;
comment on view core.claim_counterpart is 'One row a claim: the published series that measure the same thing, the preferred one first, and the periods of them that the claim is about; or why no series does. Key: document_id, value_start.';
