-- Removals by ICE since 1 October, one row a fiscal year and day to which an edition's data run; of two editions with that day the later.
select
    fiscal_year,
    coalesce(data_through, period_end) as day,
    value_corrected as value,
    valid_from,
    false as is_provisional,
    data_through,
    concat_ws('; ', 'corrected: ' || correction, 'probably a slip: ' || slip) as remark,
    [struct_pack(
        publisher := publisher,
        url := document_url,
        document_id := document_id,
        place := concat_ws('!', sheet, cell)
    )] as sources
from vintages.figure
where series_key = 'ice.removals{population=total}' and value_corrected is not null
    and coalesce(data_through, period_end) between period_start and period_start + interval 1 year
qualify row_number() over (partition by fiscal_year, day order by valid_from desc, document_id) = 1
order by fiscal_year, day;
