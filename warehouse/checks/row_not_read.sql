-- Every row of a list names what is listed.
-- severity: finding
-- A row without it is left out: a note below the list, or a cell that nobody filled in.
select
    document_id, sheet, cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    null as series_key, null as time_period,
    expected, found, message
from core.notice
where kind = 'row_not_read'
