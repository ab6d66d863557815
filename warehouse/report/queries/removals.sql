-- Removals and returns by the whole department, one row a month, of whichever publication of OHSS runs further.
with newest as (
    select arg_max(source_id, (data_through, source_id)) as source_id
    from ready.measures
    where measure = 'removed' and period_type = 'month'
)

select
    measures.period_start as month,
    max(measures.value) filter (where measures.measure = 'removed') as removed,
    max(measures.value) filter (where measures.measure = 'returned') as returned,
    coalesce(bool_or(measures.is_provisional), false) as is_provisional,
    max(measures.data_through) as data_through,
    'corrected: ' || string_agg(distinct measures.corrections, '; ' order by measures.corrections) as remark,
    [struct_pack(
        publisher := any_value(measures.publisher),
        url := any_value(measures.document_url),
        document_id := any_value(measures.document_id),
        place := string_agg(measures.place, ', ' order by measures.measure)
    )] as sources
from ready.measures
inner join newest on measures.source_id = newest.source_id
where measures.measure in ('removed', 'returned') and measures.period_type = 'month' and measures.value is not null
group by measures.period_start
having removed is not null
order by month;
