-- A date that cannot be right was not believed.
-- severity: finding
-- The parser names a date after the file was last saved, or before its fiscal year, and leaves data_through empty.
select
    document_id, sheet, cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    null as series_key, null as time_period,
    expected, found, message
from core.notice
where kind = 'date_slipped'
