-- One row a figure that others report of an edition that could not be had. Beside what is at hand of its series:
-- hearsay, no observation. Nobody here saw its cell: no other mart, slice, sum or check holds it. Key: url, series_key,
-- time_period.
-- publisher: Who published the edition.
-- data_through: Day up to which its data are said to run.
-- is_provisional: Whether the period was not over by then.
-- reported_value: The figure, as others report it.
-- said_now: What the edition at hand that speaks now prints of the same period. Null where it prints none.
-- said_now_through: Day up to which its data run.
-- newest_period: The newest period of the same kind that is at hand with a value.
-- newest_value: Its figure.
-- newest_through: Day up to which the data of that figure run.
-- *: The columns of core.not_at_hand.
-- *: The columns of core.reported_figure.
create or replace view marts.reported_figures as
with said as (
    select series_key, time_period, value, coalesce(data_through, period_end) as data_through, period_start
    from core.spoken
    where
        is_current and value is not null
        and series_key in (select series_key from core.reported_figure)
),

newest as (
    select
        series_key,
        length(time_period) as kind,
        arg_max({'time_period': time_period, 'value': value, 'data_through': data_through}, period_start) as newest
    from said
    group by series_key, kind
)

select
    source.publisher,
    absent.source_id,
    reported.url,
    reported.series_key,
    reported.time_period,
    absent.data_through,
    period_last_day(
        reported.time_period,
        case length(reported.time_period)
            when 7 then last_day(try_cast(reported.time_period || '-01' as date))
            else try_cast(reported.time_period as date)
        end
    ) > absent.data_through as is_provisional,
    reported.value as reported_value,
    reported.words,
    said.value as said_now,
    said.data_through as said_now_through,
    newest.newest.time_period as newest_period,
    newest.newest.value as newest_value,
    newest.newest.data_through as newest_through
from core.reported_figure as reported
inner join core.not_at_hand as absent on absent.url = reported.url
left join raw.source as source on source.source_id = absent.source_id
left join said on said.series_key = reported.series_key and said.time_period = reported.time_period
left join newest on newest.series_key = reported.series_key and newest.kind = length(reported.time_period);
