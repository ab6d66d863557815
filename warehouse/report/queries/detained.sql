-- People held by ICE, one row a day that an edition prints, by criminality.
select
    day,
    convicted_criminal as convicted,
    pending_criminal_charges as pending,
    other_immigration_violator as neither,
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
from ready.detained
where convicted_criminal + pending_criminal_charges + other_immigration_violator + total is not null
order by day;
