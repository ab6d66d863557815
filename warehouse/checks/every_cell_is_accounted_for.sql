-- Every number of a visible sheet is an observation or is left out with a reason.
-- severity: error
-- The numbers of a table that is not known are omissions with that reason (see unknown_table), so nothing may be over.
select
    document_id, sheet, null as cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    null as series_key, null as time_period,
    format('{:,} numeric cells accounted for', numeric_cells) as expected,
    format(
        '{:,} observations, {:,} cells of entries, {:,} of axes and {:,} omissions',
        observed_cells, entry_cells, axis_cells, omitted_cells
    ) as found,
    format('{:,} numeric cells were not read', numeric_cells - observed_cells - entry_cells - axis_cells - omitted_cells) as message
from core.sheet
where visible and numeric_cells <> observed_cells + entry_cells + axis_cells + omitted_cells
