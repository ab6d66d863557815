-- Among figures stand numbers, or the marks that are known.
-- severity: finding
-- Another text there is read as no value; a number typed as a text as the number. Somebody should look at the cell.
select
    document_id, sheet, cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    null as series_key, null as time_period,
    expected, found, message
from core.notice
where kind = 'unknown_mark'
