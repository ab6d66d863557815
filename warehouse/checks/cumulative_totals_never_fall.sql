-- A year to date never falls from one edition to the next.
-- severity: finding
-- Flows of tables that are renewed with each edition. Compares each document that speaks for a year with the one that
-- spoke before it, where the later data run further and the year was not over. A restatement of a finished year is a
-- revision (core.revision), not a fall. A table's own total must not fall at all. Its parts may change places between
-- editions: of them a fall by more than a tenth and by twenty or more is reported, and none of those that are declared
-- to be counted elsewhere later (core.dataflow.may_fall).
with succession as (
    select
        vintage.dataflow, vintage.time_period, vintage.document_id, vintage.data_through,
        lag(vintage.document_id) over successive as earlier_document_id,
        lag(vintage.data_through) over successive as earlier_data_through
    from core.vintage as vintage
    inner join core.dataflow as dataflow using (dataflow)
    where vintage.time_period like '____-__-__/P1Y' and dataflow.refresh = 'edition'
    window successive as (partition by vintage.dataflow, vintage.time_period order by vintage.valid_from, vintage.data_through nulls first, vintage.document_id)
),

printed as (
    select dataflow, source_id, apart, may_fall, unnest(metrics) as metric from core.dataflow where refresh = 'edition'
),

-- a key is taken apart once, not once a figure
flow as (
    select distinct observation.series_key, observation.dataflow, observation.metric, printed.apart, printed.may_fall
    from core.observation as observation
    inner join printed using (dataflow, metric)
    inner join core.metric as metric using (metric, source_id)
    where metric.kind = 'flow' and observation.time_period like '____-__-__/P1Y'
),

-- the pairs of dimension and value that leave nothing out
whole as (
    select dataflow, list(dimension || '=' || total) as pairs
    from core.dataflow_total
    where len(parts) = 0
    group by dataflow
),

judged as (
    select
        flow.series_key, flow.metric,
        len(list_filter(
            dimensions(flow.series_key),
            lambda pair: not list_contains(coalesce(whole.pairs, []), pair) and not list_contains(flow.apart, split_part(pair, '=', 1))
        )) > 0 as is_part,
        list_has_any(flow.may_fall, dimensions(flow.series_key)) as may_fall
    from flow
    left join whole using (dataflow)
),

figure as (
    select
        observation.document_id, observation.dataflow, observation.sheet, observation.cell, observation.series_key,
        observation.time_period, observation.value, judged.is_part
    from core.observation as observation
    inner join judged using (series_key, metric)
    where observation.time_period like '____-__-__/P1Y' and observation.value is not null and not judged.may_fall
)

select
    later.document_id, later.sheet, later.cell,
    earlier.document_id as other_document_id, earlier.sheet as other_sheet, earlier.cell as other_cell,
    later.series_key, later.time_period,
    format('at least {:,.0f}', earlier.value) as expected,
    format('{:,.0f}', later.value) as found,
    format(
        'through {} it was {:,.0f}, through {} it is {:,.0f}',
        succession.earlier_data_through::varchar, earlier.value, succession.data_through::varchar, later.value
    ) as message
from succession
inner join figure as later using (document_id, dataflow, time_period)
inner join figure as earlier
    on
        succession.earlier_document_id = earlier.document_id
        and later.series_key = earlier.series_key and later.time_period = earlier.time_period
where
    succession.data_through > succession.earlier_data_through
    and succession.earlier_data_through < cast(left(succession.time_period, 10) as date) + interval 1 year - interval 1 day
    and later.value < earlier.value
    and (not later.is_part or earlier.value - later.value >= greatest(20, 0.1 * earlier.value))
