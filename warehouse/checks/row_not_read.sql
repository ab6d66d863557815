-- Every row below a header states something.
-- severity: finding
-- One that does not is left out: a note, the header once more, a row of a list that does not name what is listed.
select
    document_id, sheet, cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    null as series_key, null as time_period,
    expected, found, message
from core.notice
where kind = 'row_not_read'
