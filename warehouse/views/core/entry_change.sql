-- Every attribute that two documents print differently for an entry. Two that print the entry one after the other, of
-- those that speak for a list; with both rows. Of a column that one of them has not nothing is said. Key: entry_id,
-- attribute, new_document_id, old_cell, new_cell.
-- entry_id: Identity of the entry (core.entry_identity).
-- attribute: Name of the column; of a key that was corrected the dimension.
-- old_value: What the older document prints; null where the cell holds an error.
-- new_value: What the newer document prints; null where the cell holds an error.
-- changed_at: Since when the newer document speaks, UTC.
-- old_document_id: sha256 of the older document.
-- old_sheet: Sheet of the older row.
-- old_cell: First cell of the older row.
-- new_document_id: sha256 of the newer document.
-- new_sheet: Sheet of the newer row.
-- new_cell: First cell of the newer row.
-- *: The columns of core.entry.
create or replace view core.entry_change as
with pair as (
    select dataflow, edition as old_edition, edition + 1 as new_edition, null as entry_id
    from core.entry_vintage
    union all by name
    -- an entry that was gone in between, if it is the same that came back
    select
        dataflow,
        last_edition as old_edition,
        lead(first_edition) over stays as new_edition,
        entry_id
    from core.entry_stay
    window stays as (partition by dataflow, entry_id order by first_edition)
    qualify not (new_edition - old_edition > 2 and keeps_other(last_kept, lead(first_kept) over stays))
),

differing as (
    select
        new.dataflow,
        new.entry_id,
        old.attributes as old_attributes,
        new.attributes as new_attributes,
        unnest(list_intersect(map_keys(old.attributes), map_keys(new.attributes))) as attribute,
        new.valid_from as changed_at,
        old.document_id as old_document_id,
        old.sheet as old_sheet,
        old.cell as old_cell,
        new.document_id as new_document_id,
        new.sheet as new_sheet,
        new.cell as new_cell
    from pair
    inner join core.entry_spoken as old
        on old.dataflow = pair.dataflow and old.edition = pair.old_edition
        and coalesce(old.entry_id = pair.entry_id, true)
    inner join core.entry_spoken as new
        on new.dataflow = old.dataflow and new.entry_id = old.entry_id and new.edition = pair.new_edition
        and new.attributes is distinct from old.attributes
)

select
    dataflow,
    entry_id,
    attribute,
    old_attributes[attribute] as old_value,
    new_attributes[attribute] as new_value,
    changed_at,
    old_document_id,
    old_sheet,
    old_cell,
    new_document_id,
    new_sheet,
    new_cell
from differing
where old_attributes[attribute] is distinct from new_attributes[attribute];
