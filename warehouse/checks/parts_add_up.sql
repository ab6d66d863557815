-- The parts of a total add up to it.
-- severity: finding
-- For each total that a source declares (core.dataflow_total): of stocks and flows, in one sheet and period, of whatever
-- parts are printed there, where all of them have a value. Tables that are printed rounded may be off by their rounding.
with declared as (
    select total.*, dataflow.source_id, dataflow.metrics, dataflow.rounded_to
    from core.dataflow_total as total
    inner join core.dataflow as dataflow using (dataflow)
    where total.adds_up
),

printed as (
    select distinct dataflow, source_id, unnest(metrics) as metric from declared
),

-- the parts of a smaller total are in the largest already; of two totals of everything neither is a part
inner_part as (
    select dataflow, dimension, unnest(parts) as part from core.dataflow_total
    union
    select dataflow, dimension, total as part from core.dataflow_total where len(parts) = 0
),

-- a key is taken apart once, not once a figure
known_key as (
    select distinct observation.dataflow, observation.series_key, observation.metric
    from core.observation as observation
    inner join printed using (dataflow, metric)
    inner join core.metric as metric using (metric, source_id)
    where metric.kind in ('stock', 'flow')
),

pair as (
    select *, unnest(dimensions(series_key)) as pair from known_key
),

part_key as (
    select
        pair.series_key, pair.metric, declared.dimension, declared.rounded_to,
        format(
            '{}{{{}}}',
            pair.dataflow,
            array_to_string(
                list_transform(
                    dimensions(pair.series_key),
                    lambda each: if(each = pair.pair, declared.dimension || '=' || declared.total, each)
                ),
                ','
            )
        ) as total_key
    from pair
    inner join declared
        on pair.dataflow = declared.dataflow and split_part(pair.pair, '=', 1) = declared.dimension
    left join inner_part
        on
            pair.dataflow = inner_part.dataflow and declared.dimension = inner_part.dimension
            and split_part(pair.pair, '=', 2) = inner_part.part
    where
        split_part(pair.pair, '=', 2) <> declared.total
        and if(
            len(declared.parts) > 0,
            list_contains(declared.parts, split_part(pair.pair, '=', 2)),
            inner_part.part is null
        )
),

part as (
    select
        observation.document_id, observation.sheet, observation.time_period, observation.metric,
        part_key.dimension, part_key.total_key, part_key.rounded_to,
        sum(observation.value) as value,
        count(*) as parts,
        list_sort(list({'length': length(observation.cell), 'cell': observation.cell})) as cells
    from core.observation as observation
    inner join part_key using (series_key, metric)
    group by all
    having count(observation.value) = count(*)
)

select
    total.document_id, total.sheet, total.cell,
    null as other_document_id, part.sheet as other_sheet,
    array_to_string(list_transform(part.cells, lambda each: each.cell), ' + ') as other_cell,
    total.series_key, total.time_period,
    format('{:,.0f}', part.value) as expected,
    format('{:,.0f}', total.value) as found,
    format('the parts by {} do not add up to the total that is printed', replace(part.dimension, '_', ' ')) as message
from part
inner join core.observation as total
    on
        part.document_id = total.document_id and part.sheet is not distinct from total.sheet
        and part.time_period = total.time_period and part.total_key = total.series_key and part.metric = total.metric
where abs(total.value - part.value) > greatest(part.rounded_to * (part.parts + 1) / 2, 1e-6 * greatest(1, abs(total.value)))
