-- All observations, with the time during which their document speaks, in the order in which they are asked for: by
-- metric and series, which are put in order once each, for to sort half a million long keys takes twice the time.
with series as (
    select
        metric,
        series_key,
        row_number() over (order by metric, series_key) as place
    from (select distinct metric, series_key from working.core.observation)
)

select
    o.*,
    v.valid_from,
    v.valid_to
from working.core.observation as o
inner join series using (metric, series_key)
left join working.core.vintage as v using (document_id, dataflow, time_period)
order by series.place, o.time_period, v.valid_from, o.document_id, o.sheet, o.cell
