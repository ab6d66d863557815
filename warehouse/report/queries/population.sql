-- Average daily population of ICE detention, one row a month, by the agency that made the arrest.
select
    month,
    ice,
    cbp,
    total,
    is_provisional,
    data_through,
    concat_ws('; ', 'corrected: ' || corrections, 'probably a slip: ' || slips) as remark,
    [struct_pack(
        publisher := publisher,
        url := document_url,
        document_id := document_id,
        place := concat_ws(': ', sheet, replace(replace(cells, '_', ' '), '; ', ', '))
    )] as sources
from ready.population
where ice + cbp + total is not null
order by month;
