-- A header that repeats the one before it was read as the next.
-- severity: finding
-- The publisher printed a month twice; the parser names the cell and the month that it took it for.
select
    document_id, sheet, cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    null as series_key, null as time_period,
    expected, found, message
from core.notice
where kind = 'header_slipped'
