-- A document prints each series once for a period.
-- severity: finding
-- What stands there again is read as a series of its own, numbered entry=2. Somebody should look which of them counts.
select
    document_id, sheet, cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    null as series_key, null as time_period,
    expected, found, message
from core.notice
where kind = 'printed_twice'
