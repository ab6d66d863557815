-- Figures stand under a header.
-- severity: finding
-- A table of a kind that is known to lose its header was read as if it had it. Somebody should look whether it counts the same.
select
    document_id, sheet, cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    null as series_key, null as time_period,
    expected, found, message
from core.notice
where kind = 'header_missing'
