-- A file says rightly when it was saved.
-- severity: finding
-- A save after the file was first seen, or before all of its data, is not believed.
select
    document_id, sheet, cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    null as series_key, null as time_period,
    expected, found, message
from core.notice
where kind = 'save_slipped'
