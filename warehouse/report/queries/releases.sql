-- How people left ICE detention, one row a month: let go, and (since October 2023) every final book-out.
select
    period_start as month,
    max(value) filter (where measure = 'released') as let_go,
    max(value) filter (where measure = 'booked_out') as booked_out,
    max(value) filter (where measure = 'booked_out') - max(value) filter (where measure = 'released') as removed_or_handed_over,
    coalesce(bool_or(is_provisional), false) as is_provisional,
    max(data_through) as data_through,
    'corrected: ' || string_agg(distinct corrections, '; ' order by corrections) as remark,
    [struct_pack(
        publisher := any_value(publisher),
        url := any_value(document_url),
        document_id := any_value(document_id),
        place := string_agg(place, ', ' order by measure desc)
    )] as sources
from ready.measures
where source_id = 'ice_detention_statistics' and measure in ('released', 'booked_out') and period_type = 'month'
    and value is not null
group by period_start
having let_go is not null
order by month;
