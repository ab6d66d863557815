-- The cells of a list hold what they should.
-- severity: finding
-- An error (#N/A) says nothing of its entry; told once a column, with the number of its cells.
select
    document_id, sheet, cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    null as series_key, null as time_period,
    expected, found, message
from core.notice
where kind = 'error_cells'
