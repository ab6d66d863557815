-- What lists of facilities print of each place, each wording once: its key, the words, and the editions that have it
-- (core.facility_list_edition), with the first and the last cell.
select
    rtrim(split_part(entry.entry_key, '{', 2), '}') as facility_key,
    dimension(entry.entry_key, 'name') as name,
    dimension(entry.entry_key, 'city') as city,
    coalesce(dimension(entry.entry_key, 'state'), '') as state,
    dimension(entry.entry_key, 'address') as key_address,
    dimension(entry.entry_key, 'entry') as key_entry,
    coalesce(entry.attributes['name'], '') as printed_name,
    coalesce(entry.attributes['city'], '') as printed_city,
    coalesce(entry.attributes['state'], '') as printed_state,
    coalesce(entry.attributes['address'], '') as address,
    coalesce(entry.attributes['zip'], '') as zip,
    coalesce(entry.attributes['type'], '') as type,
    coalesce(entry.attributes['area_of_responsibility'], '') as area_of_responsibility,
    list(placed.edition order by placed.edition) as editions,
    min({'edition': placed.edition, 'document_id': entry.document_id, 'sheet': entry.sheet, 'cell': entry.cell}) as first,
    max({'edition': placed.edition, 'document_id': entry.document_id, 'sheet': entry.sheet, 'cell': entry.cell}) as last
from core.entry as entry
inner join core.facility_list_edition as placed
    on placed.document_id = entry.document_id and placed.dataflow = entry.dataflow
group by all
order by editions, facility_key, printed_name, printed_city, printed_state, address, zip, type, area_of_responsibility
