-- What is counted is a whole number.
-- severity: finding
-- Values of stocks and flows (core.metric.kind) whose unit is not money: `9584.0` is whole, `1.5` is not. Averages and
-- shares are not counted.
with counted as (
    select metric, source_id
    from core.metric
    where kind in ('stock', 'flow') and unit is distinct from 'USD'
)

select
    observation.document_id, observation.sheet, observation.cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    observation.series_key, observation.time_period,
    'a whole number' as expected,
    coalesce(observation.value_text, observation.value::varchar) as found,
    'a fraction of ' || coalesce(observation.unit, 'what is counted') as message
from core.observation as observation
inner join raw.document as document on document.document_id = observation.document_id
inner join counted on counted.metric = observation.metric and counted.source_id = document.source_id
where observation.value <> round(observation.value)
