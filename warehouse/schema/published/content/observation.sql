-- The observations of some metrics (portions.sql), with the time during which their document speaks, in the order in which they are asked for.
select
    o.*,
    v.valid_from,
    v.valid_to
from working.core.observation as o
left join working.core.vintage as v using (document_id, dataflow, time_period)
where o.metric between getvariable('first_metric') and getvariable('last_metric')
order by o.metric, o.series_key, o.time_period, v.valid_from, o.document_id, o.sheet, o.cell
