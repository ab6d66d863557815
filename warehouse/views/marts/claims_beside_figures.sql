-- One row a claim, with the published figures of the same thing and days. As the public could know them on the day of
-- the article, as they were first printed, and as they are printed now; or why no figure can be held against it. Most
-- claims have no counterpart. Key: document_id, value_start.
-- comparable: Whether value_then can be held against the claim.
-- reason: Which figure stands beside the claim, or why none can be held against it. It is published series, sum of days, sum of months; else target or projection, percentage, operation, vague, no series measures this, needs a dimension that is not published, period not aligned (also where the data of that day end before the period does), no figure of this period, published later (the figure first became known after the day of the article, as far as is known: value_first), no edition of that day (it was known before and stood no more).
-- series_key: Series that measures the same thing; null where none does. Of several the preferred one (core.claim_series) that has a figure of every day or month of the claim: none is added to another. Border Patrol's alone where the text says so (component); figure_of_another_series tells where the other figure is the claim's.
-- figures_publisher: Who publishes the figures beside the claim. ICE's own posts and what news sites wrote down of them are two. Null where there are none.
-- figures_through: Of a period that ends within a month: the last day of its last whole month. What stands beside such a claim is the sum of its whole months, shown and not held against it (period not aligned). Null of all others.
-- value_then: What stood on record at the end of the day of the article in Washington. Of several days or months their sum.
-- difference: By how much the claim is above value_then (negative: below). Where value_then is what it says 0; null where the two cannot be compared.
-- difference_later: The same against value_first, where that was published later. What the claim could not have been held against on its day.
-- figure_of_another_period: The nearest other period whose figure is what the claim says. Where its own is not: one of the same kind, as printed now (core.claim_other_period_as_of): another month, another fiscal year, the same months of another year; a claim of fiscal 2016 that has the figure of fiscal 2017.
-- value_of_another_period: That figure.
-- figure_of_another_series: Another series whose figure of the period is what the claim says. Where its own is not: one of the same measure and place, though the text does not point to it (component): Border Patrol's alone, or all of CBP's; of the department ICE's. Within the rounding of both, or half a percent, which later editions change.
-- documents_then: sha256 of the documents that print value_then.
-- cells_then: Their sheets and cells, in the order of the periods. Of a sum of rows its first and last cell and how many there are.
-- value_first: The first figure that was printed after the period was over. Of several days or months their sum.
-- value_first_known_from: Since when that was known, UTC.
-- documents_first: sha256 of the documents that print value_first.
-- cells_first: Their sheets and cells.
-- value_now: What is printed now.
-- documents_now: sha256 of the documents that print value_now.
-- cells_now: Their sheets and cells.
-- *: The columns of marts.claims.
create or replace view marts.claims_beside_figures as
select
    beside.* exclude (is_other),
    beside.reason in ('published series', 'sum of days', 'sum of months') as comparable,
    case
        when beside.reason not in ('published series', 'sum of days', 'sum of months') then null
        when beside.value_then < beside.value_low then beside.value_low - beside.value_then
        when beside.value_then > beside.value_high then beside.value_high - beside.value_then
        else 0
    end as difference,
    case
        when beside.reason <> 'published later' or beside.value_first is null then null
        when beside.value_first < beside.value_low then beside.value_low - beside.value_first
        when beside.value_first > beside.value_high then beside.value_high - beside.value_first
        else 0
    end as difference_later,
    if(beside.is_other, other.other_period, null) as figure_of_another_period,
    if(beside.is_other, other.other_value, null) as value_of_another_period
from (  -- no CTE: DuckDB 1.4.0 does not find one inside a table macro
    select
        claim.*,
        coalesce(told.series_key, counterpart.answers[1].series_key) as series_key,
        source.publisher as figures_publisher,
        if(told.series_key is null, null, counterpart.figures_through) as figures_through,
        case
            when counterpart.reason is not null then counterpart.reason
            when counterpart.period = 'to_date' then 'period not aligned'
            when told.series_key is null then 'no figure of this period'
            when told.value_then is null
                then if(
                    coalesce(told.value_first_known_from <= told.then_at, told.known_before),
                    'no edition of that day', 'published later'
                )
            when not told.whole_then then 'period not aligned'
            when told.periods > 1 then if(counterpart.period = 'days', 'sum of days', 'sum of months')
            else 'published series'
        end as reason,
        told.value_then,
        told.documents_then,
        told.cells_then,
        told.value_first,
        told.value_first_known_from,
        told.documents_first,
        told.cells_first,
        told.value_now,
        told.documents_now,
        told.cells_now,
        told.is_other,
        if(told.is_other, told.figure_of_another_series, null) as figure_of_another_series
    from sliced_marts.claims as claim
    inner join core.claim_counterpart as counterpart
        on counterpart.document_id = claim.document_id and counterpart.value_start = claim.value_start
    left join (
        select
            *,
            arg_min(series_key, preference) filter (
                not is_meant and abs(value_beside - number) <= greatest(rounding + half_of_last_figure(number), number * 0.005)
            ) over (partition by article_id, value_start) as figure_of_another_series,
            value_beside < value_low - rounding - half_of_last_figure(value_low)
            or value_beside > value_high + rounding + half_of_last_figure(value_high) as is_other
        from (
            select
                article_id,
                value_start,
                series_key,
                preference,
                is_meant,
                periods,
                value_low,
                value_high,
                if(qualifier = 'range', null, coalesce(value_low, value_high)) as number,
                bool_and(whole) filter (is_then) as whole_then,
                bool_or(known_before) as known_before,
                max(then_at) as then_at,
                case when count(*) filter (is_then) = periods then sum(value order by time_period) filter (is_then) end as value_then,
                case when count(*) filter (is_then) = periods then list(distinct document_id order by document_id) filter (is_then) end as documents_then,
                case when count(*) filter (is_then) = periods then list(place order by time_period) filter (is_then) end as cells_then,
                case when count(*) filter (is_first) = periods then sum(value order by time_period) filter (is_first) end as value_first,
                case when count(*) filter (is_first) = periods then max(valid_from) filter (is_first) end as value_first_known_from,
                case when count(*) filter (is_first) = periods then list(distinct document_id order by document_id) filter (is_first) end as documents_first,
                case when count(*) filter (is_first) = periods then list(place order by time_period) filter (is_first) end as cells_first,
                case when count(*) filter (is_now) = periods then sum(value order by time_period) filter (is_now) end as value_now,
                case when count(*) filter (is_now) = periods then list(distinct document_id order by document_id) filter (is_now) end as documents_now,
                case when count(*) filter (is_now) = periods then list(place order by time_period) filter (is_now) end as cells_now,
                coalesce(value_then, value_first, value_now) as value_beside,
                -- of each period once: printed with each edition
                coalesce(sum(rounding) filter (is_first), 0) as rounding
            from (
                select
                    figure.*,
                    claim.value_low,
                    claim.value_high,
                    claim.qualifier,
                    concat_ws('!', figure.sheet, figure.cell) as place,
                    version.then_at,
                    figure.valid_from <= version.then_at as known_before,
                    speaks_at(figure.valid_from, figure.valid_to, version.then_at) as is_then,
                    speaks_at(figure.valid_from, figure.valid_to, version.now_at) as is_now,
                    figure.whole and figure.valid_from <= version.now_at and row_number() over (
                        partition by figure.article_id, figure.value_start, figure.series_key, figure.time_period
                        order by not figure.whole, figure.valid_from, figure.valid_to, figure.document_id
                    ) = 1 as is_first
                from core.claim_figure as figure
                inner join (
                    select
                        document_id,
                        now_at,
                        least(moment_utc(published_on), now_at) as then_at
                    from core.article_version cross join (select slice_moment() as now_at) as asked
                ) as version on version.document_id = figure.article_id
                inner join core.claim as claim
                    on claim.document_id = figure.article_id and claim.value_start = figure.value_start
            ) as placed
            group by article_id, value_start, series_key, preference, is_meant, periods, value_low, value_high, qualifier
            having value_then is not null or value_first is not null or value_now is not null
        ) as summed
        -- the first series that can be held against the claim; else the first with figures of all of it, printed still before ever
        qualify row_number() over (
            partition by article_id, value_start
            order by not is_meant, value_then is null or not whole_then, value_then is null and value_now is null, preference
        ) = 1 and is_meant
    ) as told on told.article_id = claim.document_id and told.value_start = claim.value_start
    left join core.dataflow as dataflow
        on dataflow.dataflow = split_part(told.series_key, '{', 1)
    left join raw.source as source on source.source_id = dataflow.source_id
) as beside
left join sliced_core.claim_other_period as other
    on other.article_id = beside.document_id and other.value_start = beside.value_start and other.series_key = beside.series_key;
