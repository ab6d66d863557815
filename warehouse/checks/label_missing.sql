-- Every row of figures has a label.
-- severity: finding
-- A row without one is read as the total where no other row is. Somebody should look whether it is.
select
    document_id, sheet, cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    null as series_key, null as time_period,
    expected, found, message
from core.notice
where kind = 'label_missing'
