-- One row a facility and edition of a list of facilities that names it. With the name under which it stands
-- there. Key: dataflow, document_id, facility_id.
-- dataflow: The list.
-- edition: Place of the document in the order of the days of the data. See core.facility_list_edition.
-- day: Day of its data.
-- document_id: sha256 of the document.
-- is_register: Whether it is a register of every place known. It names more than twice as many places as the editions before and after it. What it alone names has not come, and has not gone with the next.
-- facility_id: The facility.
-- printed_name: Its name there.
-- sheet: Sheet, as printed.
-- cell: Cell of the name.
create or replace view core.facility_edition as
with named as (
    select
        placed.dataflow,
        placed.edition,
        placed.day,
        placed.document_id,
        of_key.facility_id,
        min({'cell': entry.cell, 'sheet': entry.sheet, 'name': entry.attributes['name']}) as first_row
    from core.facility_list_edition as placed
    inner join core.entry as entry on entry.document_id = placed.document_id and entry.dataflow = placed.dataflow
    inner join core.facility_key as of_key on of_key.facility_key = rtrim(split_part(entry.entry_key, '{', 2), '}')
    group by placed.dataflow, placed.edition, placed.day, placed.document_id, of_key.facility_id
),

counted as (
    select
        dataflow,
        edition,
        count(*) as facilities,
        lag(count(*)) over by_edition as facilities_before,
        lead(count(*)) over by_edition as facilities_after
    from named
    group by dataflow, edition
    window by_edition as (partition by dataflow order by edition)
)

select
    named.dataflow,
    named.edition,
    named.day,
    named.document_id,
    coalesce(
        counted.facilities > 2 * coalesce(counted.facilities_before, counted.facilities_after)
        and counted.facilities > 2 * coalesce(counted.facilities_after, counted.facilities_before),
        false
    ) as is_register,
    named.facility_id,
    named.first_row['name'] as printed_name,
    named.first_row['sheet'] as sheet,
    named.first_row['cell'] as cell
from named
inner join counted on counted.dataflow = named.dataflow and counted.edition = named.edition;
