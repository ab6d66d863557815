-- Facilities that came onto a list or went from it (marts.facility_listing): known with the first edition that lists them, or with the
-- first that does not. A register of every place makes nothing come or go.
with edition as (
    select
        dataflow,
        document_id,
        lead(document_id) over (partition by dataflow order by edition) as document_id_after
    from (select distinct dataflow, document_id, edition from core.facility_edition where not is_register)
),

moved as (
    select
        listing.facility_id, listing.name, listing.city, listing.state,
        listing.came as how,
        listing.not_listed_before as other_day,
        listing.first_document_id as document_id,
        listing.first_cell as cell,
        null as old_document_id,
        null as old_cell
    from marts.facility_listing as listing
    where listing.came <> 'first edition'
    union all
    select
        listing.facility_id, listing.name, listing.city, listing.state,
        listing.went as how,
        listing.listed_to as other_day,
        edition.document_id_after as document_id,
        null as cell,
        listing.last_document_id as old_document_id,
        listing.last_cell as old_cell
    from marts.facility_listing as listing
    inner join edition on edition.document_id = listing.last_document_id
    where listing.went = 'vanished'
)

select
    document.known_from as known_at,
    source.publisher,
    source.source_id,
    moved.document_id,
    document.url as document_url,
    [moved.how, moved.document_id, coalesce(moved.old_document_id, ''), coalesce(moved.cell, moved.old_cell)] as key,
    if(moved.cell is null, null, named.sheet) as sheet,
    moved.cell,
    moved.old_document_id,
    if(moved.cell is null, named.sheet, null) as old_sheet,
    moved.old_cell,
    named.dataflow,
    moved.how,
    moved.name,
    moved.city,
    moved.state,
    moved.other_day
from moved
inner join raw.document as document on document.document_id = moved.document_id
inner join raw.source as source on source.source_id = document.source_id
left join core.facility_edition as named
    on named.document_id = coalesce(moved.old_document_id, moved.document_id) and named.facility_id = moved.facility_id
where document.known_from >= washington_midnight_utc(getvariable('since'))
order by document.known_from desc, moved.how, moved.state, moved.name, moved.document_id, coalesce(moved.cell, moved.old_cell);
