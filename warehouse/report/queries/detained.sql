-- People held by ICE, one row a day that an edition prints, by criminality.
select
    period_start as day,
    max(value) filter (where criminality = 'convicted_criminal') as convicted,
    max(value) filter (where criminality = 'pending_criminal_charges') as pending,
    max(value) filter (where criminality = 'other_immigration_violator') as neither,
    max(value) filter (where criminality = 'total') as total,
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
                'all ' || max(cell) filter (where criminality = 'total'),
                'convicted ' || max(cell) filter (where criminality = 'convicted_criminal'),
                'pending ' || max(cell) filter (where criminality = 'pending_criminal_charges'),
                'neither ' || max(cell) filter (where criminality = 'other_immigration_violator')
            )
        )
    )] as sources
from marts.currently_detained
where agency = 'total' and dataflow = 'ice.currently_detained_by_criminality' and value is not null
group by period_start
having count(distinct document_id) = 1 and convicted + pending + neither + total is not null
order by day;
