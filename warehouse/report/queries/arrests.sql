-- Administrative arrests by ICE's Enforcement and Removal Operations, one row a month, as OHSS counts them.
select
    period_start as month,
    value as arrests,
    coalesce(is_provisional, false) as is_provisional,
    data_through,
    [struct_pack(publisher := publisher, url := document_url, document_id := document_id, place := place)] as sources
from marts.measures
where measure = 'arrests' and source_id = 'ohss_monthly_tables' and length(time_period) = 7 and value is not null
order by month;
