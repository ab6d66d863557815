-- A whole that is split in several ways is the same in each.
-- severity: finding
-- For each whole that a source declares (core.dataflow_split): every split is added up over the sheet and compared with
-- the first one, but for the tolerance declared.
with split as (
    select dataflow, metric, tolerance, unnest(dimensions) as dimension, generate_subscripts(dimensions, 1) as place
    from core.dataflow_split
),

-- a key is taken apart once, not once a figure
known_key as (
    select series_key, dataflow, metric, split_part(unnest(dimensions(series_key)), '=', 1) as dimension
    from (select distinct dataflow, metric, series_key from core.observation semi join split using (dataflow, metric))
),

part_key as (
    select * from known_key inner join split using (dataflow, metric, dimension)
),

total as (
    select
        observation.document_id, observation.sheet, observation.time_period, part_key.dataflow, part_key.metric,
        part_key.dimension, part_key.place, part_key.tolerance,
        sum(observation.value) as value,
        min({'length': length(observation.cell), 'cell': observation.cell}).cell
        || ':' || max({'length': length(observation.cell), 'cell': observation.cell}).cell as cells
    from core.observation as observation
    inner join part_key using (series_key, metric)
    group by all
)

select
    one.document_id, one.sheet, one.cells as cell,
    null as other_document_id, other.sheet as other_sheet, other.cells as other_cell,
    one.dataflow as series_key, one.time_period,
    format('{:,.0f} by {}', other.value, replace(other.dimension, '_', ' ')) as expected,
    format('{:,.0f} by {}', one.value, replace(one.dimension, '_', ' ')) as found,
    'two splits of one whole do not add up to the same' as message
from total as one
inner join total as other
    on
        one.document_id = other.document_id and one.sheet is not distinct from other.sheet
        and one.time_period = other.time_period and one.dataflow = other.dataflow and one.metric = other.metric
        and one.place = 1 and other.place > 1
where abs(one.value - other.value) > greatest(one.tolerance, 1e-6) * greatest(abs(one.value), abs(other.value))
