-- Every slice of the marts of which a total is printed: what its rows add up to, and what the total says. A slice is what a filter on the
-- dimensions of a mart leaves of a document and period: one value of one, the others added up, or all of them. Its total is the series that
-- counts each of its rows (core.series.part_of, in as many steps as there are dimensions) or is one. mart: the rows of every mart that has a value.
with recursive counted(series_key, total_key) as (
    select distinct
        series_key,
        series_key as total_key
    from mart
    union
    select
        counted.series_key,
        unnest(series.part_of) as total_key
    from counted
    inner join core.series as series on series.series_key = counted.total_key
),

slice as (
    select
        mart.mart,
        mart.document_id,
        mart.time_period,
        counted.total_key,
        sum(mart.value) as value,
        count(*) as parts
    from mart
    inner join counted on counted.series_key = mart.series_key
    group by all
),

-- what the publisher's own parts do not add up to, and the totals above them
slip as (
    select
        document_id,
        time_period,
        series_key as total_key
    from core.finding
    where rule = 'parts_add_up'
),

above as (
    select
        slip.document_id,
        slip.time_period,
        unnest(series.part_of) as total_key
    from slip
    inner join core.series as series on series.series_key = slip.total_key
)

select
    slice.mart,
    slice.total_key,
    slice.time_period,
    slice.value,
    total.value as printed,
    regexp_extract(total.document_url, '[^/]+$') || ' ' || concat_ws('!', total.sheet, total.cell) as place,
    abs(slice.value - total.value)
    <= dataflow.rounded_to * (slice.parts + 1) / 2 + 1e-6 * greatest(1, abs(total.value)) as adds_up,
    slice.value < total.value and exists (
        select 1 from core.dataflow_total as declared
        where declared.dataflow = total.dataflow and not declared.adds_up
    ) as may_be_below,
    (slice.document_id, slice.time_period, slice.total_key) in (select (document_id, time_period, total_key) from slip) as is_slip,
    (slice.document_id, slice.time_period, slice.total_key) in (select (document_id, time_period, total_key) from above)
        as is_above_slip
from slice
inner join vintages.figure as total
    on total.series_key = slice.total_key and total.time_period = slice.time_period and total.document_id = slice.document_id
inner join core.dataflow as dataflow on dataflow.dataflow = total.dataflow
where total.is_total and total.value is not null
order by all;
