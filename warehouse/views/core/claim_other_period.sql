-- One row a claim and series of which another period has the claim's figure. The claim is not about that period, and
-- its figure, as printed at a moment, is what it says: of a month other months, of a fiscal year other years, of
-- several months the same months of other years, of a day the days of a year around it; of a calendar year, and of a
-- fiscal year to date, also whole fiscal years. Looked for where the number has four figures that say something: one
-- rounded to fewer equals some month's by chance. Key: article_id, value_start, series_key.
-- article_id: sha256 of the article.
-- value_start: Where the number begins in the body.
-- series_key: Series that measures what the claim says.
-- other_period: Identity of the nearest such period. Of several months the first and the last one.
-- other_value: Its figure.
create or replace view core.claim_other_period as
select
    document_id as article_id,
    value_start,
    series_key,
    arg_min(other_period, abs(step)) as other_period,
    arg_min(other_value, abs(step)) as other_value
from (
    select
        other.document_id,
        other.value_start,
        other.series_key,
        other.step,
        any_value(other.number) as number,
        if(
            any_value(other.periods) = 1, min(other.time_period),
            concat_ws(' to ', min(other.time_period), max(other.time_period))
        ) as other_period,
        sum(figure.value order by figure.time_period) as other_value,
        sum(figure.rounding) as rounding
    from (
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
    ) as other
    inner join core.claim_series_figure as figure
        on figure.series_key = other.series_key and figure.time_period = other.time_period
    inner join (select slice_moment() as now_at) as asked
        on speaks_at(figure.valid_from, figure.valid_to, asked.now_at)
    group by other.document_id, other.value_start, other.series_key, other.kind, other.step
    having count(*) = any_value(other.periods) and bool_and(figure.whole)
) as summed
where abs(other_value - number) <= rounding + half_of_last_figure(number)
group by document_id, value_start, series_key;
