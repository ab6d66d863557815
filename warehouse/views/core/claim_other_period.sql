-- One row a claim, series and time in which another period has the claim's figure. The claim is not about that
-- period, and its figure, as printed then, is what it says: of a month other months, of a fiscal year other years, of
-- several months the same months of other years, of a day the days of a year around it; of a calendar year, and of a
-- fiscal year to date, also whole fiscal years. Looked for where the number has four figures that say something: one
-- rounded to fewer equals some month's by chance. Key: article_id, value_start, series_key, kind, step, valid_from.
-- article_id: sha256 of the article.
-- value_start: Where the number begins in the body.
-- series_key: Series that measures what the claim says.
-- kind: same (kind of period as the claim's), or which fiscal year.
-- step: How far from the claim's: days of a day, else months.
-- other_period: Identity of that period. Of several months the first and the last one.
-- other_value: Its figure.
-- valid_from: Since when that is printed, UTC.
-- valid_to: Until when (exclusive), UTC; null while it still is.
create or replace view core.claim_other_period as
with shifted as (
    select
        document_id,
        value_start,
        number,
        series_key,
        step,
        kind,
        len(time_periods) as periods,
        unnest(list_transform(
            time_periods,
            lambda id: case
                when length(id) = 10 then strftime(cast(id as date) + to_days(cast(step as integer)), '%Y-%m-%d')
                when length(id) = 7 then strftime(cast(id || '-01' as date) + to_months(cast(step as integer)), '%Y-%m')
                else strftime(cast(id[:10] as date) + to_months(cast(step as integer)), '%Y-%m-%d') || id[11:]
            end
        )) as time_period
    from (
        select
            document_id,
            value_start,
            number,
            -- days by days, a month by months, all else by years
            unnest(case period when 'day' then range(-366, 367) when 'month' then range(-360, 361) else range(-360, 361, 12) end) as step,
            answer.series_key,
            answer.time_periods,
            'same' as kind
        from core.claim_answer
        union all
        select
            document_id,
            value_start,
            number,
            unnest(range(-360, 361, 12)) as step,
            answer.series_key,
            [strftime(make_date(year(period_start) - if(month(period_start) < 10, 1, 0), 10, 1), '%Y-%m-%d') || '/P1Y'] as time_periods,
            if(month(period_start) = 1, 'fiscal year that ends in it', 'fiscal year') as kind
        from core.claim_answer
        where
            (period = 'to_date' and month(period_start) = 10)
            or (month(period_start) = 1 and period_end = period_start + interval 1 year - interval 1 day)
    ) as shifted
    where step <> 0 or kind = 'fiscal year that ends in it'
),

-- what is printed of them once they are over; of a single period that which is the claim's number
placed as (
    select
        shifted.*,
        figure.value,
        figure.rounding,
        figure.valid_from,
        figure.valid_to
    from shifted
    inner join core.claim_series_figure as figure
        on figure.series_key = shifted.series_key and figure.time_period = shifted.time_period
    where
        figure.whole
        and (shifted.periods > 1 or abs(figure.value - shifted.number) <= figure.rounding + half_of_last_figure(shifted.number))
),

-- a sum can begin to be printed when one of its figures does
turn as (
    select distinct document_id, value_start, series_key, kind, step, valid_from as turn_at
    from placed
)

select
    placed.document_id as article_id,
    placed.value_start,
    placed.series_key,
    placed.kind,
    placed.step,
    if(
        any_value(placed.periods) = 1, min(placed.time_period),
        concat_ws(' to ', min(placed.time_period), max(placed.time_period))
    ) as other_period,
    sum(placed.value order by placed.time_period) as other_value,
    turn.turn_at as valid_from,
    min(placed.valid_to) as valid_to
from turn
inner join placed
    on placed.document_id = turn.document_id and placed.value_start = turn.value_start and placed.series_key = turn.series_key
    and placed.kind = turn.kind and placed.step = turn.step
    and speaks_at(placed.valid_from, placed.valid_to, turn.turn_at)
group by placed.document_id, placed.value_start, placed.series_key, placed.kind, placed.step, turn.turn_at
having
    count(*) = any_value(placed.periods)
    and abs(other_value - any_value(placed.number)) <= sum(placed.rounding) + half_of_last_figure(any_value(placed.number));
