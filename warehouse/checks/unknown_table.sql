-- Every table with figures is declared in the module of its source.
-- severity: finding
-- Figures of a title that nobody has declared are omissions with that reason. The first of them is named: a new table
-- waits to be read.
select
    document_id, sheet, cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    null as series_key, null as time_period,
    expected, found, message
from core.notice
where kind = 'unknown_table'
