-- One row a claim and time in which the same published figures stand beside it. What marts.claims_beside_figures says of
-- the moments from valid_from to valid_to. A new row begins where another edition speaks for one of the figures. Key:
-- document_id, value_start, valid_from.
-- *: The columns of vintages.articles.
-- *: The columns of core.claim.
-- comparable: Whether value_then can be held against the claim.
-- reason: Which figure stands beside the claim, or why none can be held against it. It is published series, sum of days, sum of months; else target or projection, percentage, operation, vague, no series measures this, needs a dimension that is not published, period not aligned (also where the data of that day end before the period does), no figure of this period, published later (the figure first became known after the day of the article, as far as is known: value_first), no edition of that day (it was known before and stood no more).
-- series_key: Series that measures the same thing; null where none does. Of several the preferred one (core.claim_series) that has a figure of every day or month of the claim: none is added to another. Border Patrol's alone where the text says so (component); figure_of_another_series tells where the other figure is the claim's.
-- figures_publisher: Who publishes the figures beside the claim. ICE's own posts and what news sites wrote down of them are two. Null where there are none.
-- figures_through: Of a period that ends within a month: the last day of its last whole month. What stands beside such a claim is the sum of its whole months, shown and not held against it (period not aligned). Null of all others.
-- value_then: What stood on record at the end of the day of the article in Washington. Of several days or months their sum.
-- difference: By how much the claim is above value_then (negative: below). Where value_then is what it says 0; null where the two cannot be compared.
-- difference_later: The same against value_first, where that was published later. What the claim could not have been held against on its day.
-- figure_of_another_period: The nearest other period whose figure is what the claim says. Where its own is not: one of the same kind, as printed now (core.claim_other_period): another month, another fiscal year, the same months of another year; a claim of fiscal 2016 that has the figure of fiscal 2017.
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
-- known_from: Since when this version of the article is known, UTC.
-- valid_from: Since when the same figures stand beside the claim, UTC. At first since the version of the article is known.
-- valid_to: Until when (exclusive), UTC; null while they still do.
-- is_current: Whether they still do.
create or replace view vintages.claims_beside_figures as
with version as (
    select
        document_id,
        published_on,
        valid_from,
        valid_to,
        moment_utc(published_on) as day_end
    from core.article_version
),

figure as materialized (
    select
        figure.*,
        claim.value_low,
        claim.value_high,
        claim.qualifier,
        concat_ws('!', figure.sheet, figure.cell) as place,
        version.day_end,
        version.valid_from as known_from,
        version.valid_to as known_to,
        -- printed after the period was over, before all others
        figure.whole and row_number() over (
            partition by figure.article_id, figure.value_start, figure.series_key, figure.time_period
            order by not figure.whole, figure.valid_from, figure.valid_to, figure.document_id
        ) = 1 as is_first_whole
    from core.claim_figure as figure
    inner join version on version.document_id = figure.article_id
    inner join core.claim as claim
        on claim.document_id = figure.article_id and claim.value_start = figure.value_start
),

other as materialized (
    select * from core.claim_other_period
),

-- the moments since which something else may stand beside a claim
turn as materialized (
    select distinct
        article_id,
        value_start,
        turn_at
    from (
        select article_id, value_start, known_from, known_to, unnest([known_from, valid_from, valid_to]) as turn_at from figure
        union all
        select other.article_id, other.value_start, version.valid_from, version.valid_to, unnest([other.valid_from, other.valid_to]) as turn_at
        from other
        inner join version on version.document_id = other.article_id
    )
    where turn_at >= known_from and (known_to is null or turn_at < known_to)
),

summed as (
    select
        article_id,
        value_start,
        turn_at,
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
            turn.turn_at,
            least(figure.day_end, turn.turn_at) as then_at,
            figure.valid_from <= then_at as known_before,
            speaks_at(figure.valid_from, figure.valid_to, then_at) as is_then,
            speaks_at(figure.valid_from, figure.valid_to, turn.turn_at) as is_now,
            figure.is_first_whole and figure.valid_from <= turn.turn_at as is_first
        from turn
        inner join figure on figure.article_id = turn.article_id and figure.value_start = turn.value_start
    )
    group by article_id, value_start, turn_at, series_key, preference, is_meant, periods, value_low, value_high, qualifier
    having value_then is not null or value_first is not null or value_now is not null
),

told as (
    select
        *,
        arg_min(series_key, preference) filter (
            not is_meant and abs(value_beside - number) <= greatest(rounding + half_of_last_figure(number), number * 0.005)
        ) over (partition by article_id, value_start, turn_at) as figure_of_another_series,
        value_beside < value_low - rounding - half_of_last_figure(value_low)
        or value_beside > value_high + rounding + half_of_last_figure(value_high) as is_other
    from summed
    -- the first series that can be held against the claim; else the first with figures of all of it, printed still before ever
    qualify row_number() over (
        partition by article_id, value_start, turn_at
        order by not is_meant, value_then is null or not whole_then, value_then is null and value_now is null, preference
    ) = 1 and is_meant
),

nearest as (
    select
        turn.article_id,
        turn.value_start,
        turn.turn_at,
        other.series_key,
        arg_min({'period': other.other_period, 'value': other.other_value}, (abs(other.step), other.step)) as other
    from turn
    inner join other
        on other.article_id = turn.article_id and other.value_start = turn.value_start
        and speaks_at(other.valid_from, other.valid_to, turn.turn_at)
    group by turn.article_id, turn.value_start, turn.turn_at, other.series_key
),

beside as (
    select
        claim.document_id,
        claim.value_start,
        claim.value_low,
        claim.value_high,
        coalesce(told.series_key, counterpart.answers[1].series_key) as series_key,
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
        told.* exclude (article_id, value_start, turn_at, series_key, value_low, value_high),
        nearest.other,
        version.published_on,
        version.valid_from as known_from,
        coalesce(turn.turn_at, version.valid_from) as valid_from,
        coalesce(
            lead(turn.turn_at) over (partition by claim.document_id, claim.value_start order by turn.turn_at), version.valid_to
        ) as valid_to
    from core.claim as claim
    inner join version on version.document_id = claim.document_id
    inner join core.claim_counterpart as counterpart
        on counterpart.document_id = claim.document_id and counterpart.value_start = claim.value_start
    left join turn on turn.article_id = claim.document_id and turn.value_start = claim.value_start
    left join told
        on told.article_id = turn.article_id and told.value_start = turn.value_start and told.turn_at = turn.turn_at
    left join nearest
        on nearest.article_id = turn.article_id and nearest.value_start = turn.value_start and nearest.turn_at = turn.turn_at
        and nearest.series_key = told.series_key
)

select
    article.publisher,
    article.title,
    article.url,
    beside.published_on,
    article.published_at,
    claim.* exclude (document_id, value_start, value_end, quote_start, quote_end),
    story.story_id,
    document.source_id,
    claim.document_id,
    claim.value_start,
    claim.value_end,
    claim.quote_start,
    claim.quote_end,
    beside.series_key,
    source.publisher as figures_publisher,
    beside.figures_through,
    beside.reason,
    beside.value_then,
    beside.documents_then,
    beside.cells_then,
    beside.value_first,
    beside.value_first_known_from,
    beside.documents_first,
    beside.cells_first,
    beside.value_now,
    beside.documents_now,
    beside.cells_now,
    if(beside.is_other, beside.figure_of_another_series, null) as figure_of_another_series,
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
    if(beside.is_other, beside.other.period, null) as figure_of_another_period,
    if(beside.is_other, beside.other.value, null) as value_of_another_period,
    beside.known_from,
    beside.valid_from,
    beside.valid_to,
    beside.valid_to is null as is_current
from beside
inner join core.claim as claim on claim.document_id = beside.document_id and claim.value_start = beside.value_start
inner join core.article as article on article.document_id = beside.document_id
inner join raw.document as document on document.document_id = beside.document_id
left join core.dataflow as dataflow on dataflow.dataflow = split_part(beside.series_key, '{', 1) and beside.periods is not null
left join raw.source as source on source.source_id = dataflow.source_id
left join core.story as story on story.document_id = beside.document_id;
