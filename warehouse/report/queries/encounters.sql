-- Encounters, one row a month: by the Border Patrol at all borders (OHSS), and by all of CBP at the southwest border (CBP). Nothing is added up.
with chosen as (
    select *, if(measure = 'encounters_usbp', 'patrol', 'southwest') as series
    from ready.measures
    where period_type = 'month' and value is not null
        and ((measure = 'encounters_usbp' and source_id = 'ohss_khsm') or (measure = 'encounters_southwest' and source_id = 'cbp_southwest_border'))
)

select
    period_start as month,
    max(value) filter (where series = 'patrol') as patrol,
    max(value) filter (where series = 'southwest') as southwest,
    coalesce(bool_or(is_provisional), false) as is_provisional,
    max(data_through) as data_through,
    'corrected: ' || string_agg(distinct corrections, '; ' order by corrections) as remark,
    list(
        struct_pack(publisher := publisher, url := document_url, document_id := document_id, place := place)
        order by series
    ) as sources
from chosen
group by period_start
order by month;
