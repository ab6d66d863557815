-- Administrative arrests by ICE's Enforcement and Removal Operations, one row a month, as OHSS counts them.
select
    month,
    total as arrests,
    is_provisional,
    data_through,
    concat_ws('; ', 'corrected: ' || corrections, 'probably a slip: ' || slips) as remark,
    [struct_pack(
        publisher := publisher,
        url := document_url,
        document_id := document_id,
        place := concat_ws(': ', sheet, replace(replace(cells, '_', ' '), '; ', ', '))
    )] as sources
from ready.arrests
where total is not null
order by month;
