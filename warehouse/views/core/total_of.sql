-- One row a total and a value that it counts. Those within its parts included, as far as they are printed
-- anywhere. Key: dataflow, dimension, total, part.
-- dataflow: Published table.
-- dimension: Dimension of its series keys.
-- total: Value of it that stands for others.
-- part: Another value of the dimension that it counts.
create or replace view core.total_of as
with recursive printed as (
    select distinct
        dataflow,
        split_part(pair, '=', 1) as dimension,
        split_part(pair, '=', 2) as value
    from (
        select
            dataflow,
            unnest(dimensions(series_key)) as pair
        from (select distinct dataflow, series_key from core.observation)
    )
),

-- a total that names no parts counts all that is no total of everything itself
counted(dataflow, dimension, total, part) as (
    select
        dataflow,
        dimension,
        total,
        unnest(parts) as part
    from core.dataflow_total
    union
    select
        whole.dataflow,
        whole.dimension,
        whole.total,
        printed.value as part
    from core.dataflow_total as whole
    inner join printed on printed.dataflow = whole.dataflow and printed.dimension = whole.dimension
    anti join core.dataflow_total as other
        on other.dataflow = whole.dataflow and other.dimension = whole.dimension and other.total = printed.value
        and len(other.parts) = 0
    where len(whole.parts) = 0
    union
    select
        counted.dataflow,
        counted.dimension,
        counted.total,
        unnest(inner_total.parts) as part
    from counted
    inner join core.dataflow_total as inner_total
        on inner_total.dataflow = counted.dataflow and inner_total.dimension = counted.dimension
        and inner_total.total = counted.part
)

select
    dataflow,
    dimension,
    total,
    part
from counted;
