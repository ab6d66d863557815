-- A figure is not formatted as a date.
-- severity: finding
-- The number behind such a date is the figure; a day of our time is read as no value. Somebody should look at the cell.
select
    document_id, sheet, cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    null as series_key, null as time_period,
    expected, found, message
from core.notice
where kind = 'number_as_date'
