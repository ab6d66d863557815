-- The columns of a list are those that are known.
-- severity: finding
-- Another column is not read until the source declares it.
select
    document_id, sheet, cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    null as series_key, null as time_period,
    expected, found, message
from core.notice
where kind = 'unknown_column'
