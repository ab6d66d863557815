-- The population of all facilities is the same by level, by sex and by threat level.
-- severity: finding
-- Each edition splits the average daily population in three ways. Compared over the whole sheet; a difference of one
-- in two hundred is rounding.
with figure as (
    select
        document_id, sheet, time_period, cell, value,
        case
            when contains(series_key, 'threat_level=') then 'threat level'
            when contains(series_key, 'level=') then 'level'
            when contains(series_key, 'criminality=') then 'sex and criminality'
        end as split
    from core.observation
    where dataflow = 'ice.facilities' and metric = 'average_daily_population'
),

total as (
    select
        document_id, sheet, time_period, split,
        sum(value) as value,
        min_by(cell, length(cell) || cell) || ':' || max_by(cell, length(cell) || cell) as cells
    from figure
    where split is not null
    group by all
)

select
    level.document_id, level.sheet, level.cells as cell,
    null as other_document_id, other.sheet as other_sheet, other.cells as other_cell,
    'ice.facilities' as series_key, level.time_period,
    format('{:,.0f} by {}', other.value, other.split) as expected,
    format('{:,.0f} by level', level.value) as found,
    'the levels and another split of the population do not add up to the same' as message
from total as level
inner join total as other
    on
        level.document_id = other.document_id and level.sheet = other.sheet
        and level.time_period = other.time_period and other.split <> 'level'
where level.split = 'level' and abs(level.value - other.value) > 0.005 * greatest(level.value, other.value)
