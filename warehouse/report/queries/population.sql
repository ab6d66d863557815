-- Average daily population of ICE detention, one row a month, by the agency that made the arrest.
select
    period_start as month,
    max(value) filter (where agency = 'ICE') as ice,
    max(value) filter (where agency = 'CBP') as cbp,
    max(value) filter (where agency = 'total') as total,
    coalesce(bool_or(is_provisional), false) as is_provisional,
    max(data_through) as data_through,
    [struct_pack(
        publisher := any_value(publisher),
        url := any_value(document_url),
        document_id := any_value(document_id),
        place := concat_ws(
            ': ',
            any_value(sheet),
            concat_ws(
                ', ',
                'all ' || max(cell) filter (where agency = 'total'),
                'ICE ' || max(cell) filter (where agency = 'ICE'),
                'CBP ' || max(cell) filter (where agency = 'CBP')
            )
        )
    )] as sources
from marts.average_daily_population
where publisher = 'ICE' and criminality = 'total' and length(time_period) = 7 and value is not null
group by period_start
having ice + cbp + total is not null
order by month;
