-- The published series that measures what a claim says, and the periods of it that make up the period of the claim; or why there is
-- none.
-- period: Kind of period of the claim: day, days (up to two months of them), month, months, fiscal_year; null where its days are none of these, or none are said, or one day among several is meant.
-- place: Where the claim counts: its geography; of encounters, and of what CBP does, the southwest border where the claim names no place and its sentence names that border; null for the United States.
-- answers: Series that measure the same thing, in the order in which they are preferred (core.claim_series), each with the identities of the periods which together are the period of the claim; null where none does. Those that are not meant, by the words of its sentence, come last: they only tell whose figure a claim has in place of its own.
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
        end as period,
        case
            when
                geography is null and (measure = 'encounters' or agency = 'CBP')
                and regexp_matches(quote, '(?i)\b(southern|southwest(ern)?|u\.?s\.?.mexico|mexican) (land )?border')
                then 'southwest border'
            else nullif(geography, 'US')
        end as place
    from core.claim
),

listed as (
    select
        *,
        list_transform(
            range(period_start::timestamp, period_end::timestamp, interval 1 month), lambda month: strftime(month, '%Y-%m')
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

-- every series of the same measure and agency; one of the same people in the same place may answer
compared as (
    select
        listed.document_id,
        listed.value_start,
        series.series_key,
        series.preference,
        if(series.period = 'months_of_fiscal_year', listed.its_months, listed.its_periods) as time_periods,
        coalesce(list_contains(string_split(lower(series.population), '|'), lower(listed.population)), series.population is null and listed.population is null)
        and coalesce(list_contains(string_split(lower(series.geography), '|'), lower(listed.place)), series.geography is null and listed.place is null)
            as same_people,
        -- 1: what the row asks for is said; 0: it asks for nothing; -1: it is not
        case
            when regexp_matches(listed.quote, '(?i)' || series.unless) then -1
            when series.words is null then 0
            when regexp_matches(listed.quote, '(?i)' || series.words) then 1
            else -1
        end as words_said,
        case series.period
            when 'date' then listed.period = 'day'
            when 'day' then listed.period in ('day', 'days')
            when 'month' then listed.period in ('month', 'months')
            else listed.period = 'fiscal_year'
        end as same_period
    from listed
    inner join core.claim_series as series
        on series.measure = listed.measure and coalesce(series.agency, '') = coalesce(listed.agency, '')
),

measured as (
    select
        document_id,
        value_start,
        bool_or(same_people and words_said >= 0) as same_people,
        list(
            {'series_key': series_key, 'time_periods': time_periods, 'is_meant': words_said = most_said}
            order by words_said desc, preference, series_key
        ) filter (same_people and same_period and most_said >= 0) as answers
    from (
        select
            *,
            max(words_said) filter (same_people and same_period) over (partition by document_id, value_start) as most_said
        from compared
    ) as compared
    group by document_id, value_start
)

select
    listed.document_id,
    listed.value_start,
    listed.period,
    listed.place,
    measured.answers,
    case
        when listed.status in ('target', 'projection') or listed.measure = 'quota_target' then 'target or projection'
        when listed.unit like 'percent%' then 'percentage'
        when listed.measure = 'operations' or contains(lower(listed.population), 'operation') then 'operation'
        when regexp_matches(lower(listed.value_text), '\b(tens|dozens|scores|hundreds|thousands|millions)\b') then 'vague'
        when measured.same_people is null then 'no series measures this'
        when not measured.same_people then 'needs a dimension that is not published'
        when measured.answers is null then 'period not aligned'
    end as reason
from listed
left join measured on measured.document_id = listed.document_id and measured.value_start = listed.value_start;
comment on view core.claim_counterpart is 'One row a claim: the published series that measure the same thing, the preferred one first, and the periods of them that the claim is about; or why no series does. Key: document_id, value_start.';
