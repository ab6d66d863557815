-- Labels of rows are those that are known.
-- severity: finding
-- Another label begins a new series; where it is only a new spelling, the list of the source wants it.
select
    document_id, sheet, cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    null as series_key, null as time_period,
    expected, found, message
from core.notice
where kind = 'unknown_label'
