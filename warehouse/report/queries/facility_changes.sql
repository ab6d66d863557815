-- Facilities that the newest list names and the one before does not, and the other way round.
with newest as (select max(listed_to) as day from marts.facility_listing),

changed as (
    select
        listing.*,
        newest.day as newest_day,
        listing.listed_from = newest.day as is_new
    from marts.facility_listing as listing
    cross join newest
    where (listing.listed_from = newest.day and listing.came <> 'first edition') or listing.not_listed_after = newest.day
)

select
    changed.name,
    changed.city,
    changed.state,
    if(changed.is_new, changed.came, changed.went) as what,
    if(changed.is_new, changed.not_listed_before, changed.listed_to) as day_before,
    changed.newest_day,
    [struct_pack(
        publisher := source.publisher,
        url := document.url,
        document_id := document.document_id,
        place := if(changed.is_new, 'now ' || changed.first_cell, 'last ' || changed.last_cell)
    )] as sources
from changed
inner join raw.document as document
    on document.document_id = if(changed.is_new, changed.first_document_id, changed.last_document_id)
inner join raw.source as source on document.source_id = source.source_id
order by what, changed.name, changed.city, changed.facility_id;
