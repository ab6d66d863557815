-- The footnotes tell the day of every table.
-- severity: finding
-- Such a table has no data_through; what is provisional is judged by the commonest day of the workbook.
select
    document_id, sheet, cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    null as series_key, null as time_period,
    expected, found, message
from core.notice
where kind = 'day_not_found'
