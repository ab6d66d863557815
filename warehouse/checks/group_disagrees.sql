-- The rows below an outer one add up to it.
-- severity: finding
-- Of tables that stack inner rows below outer ones in one column. A row may be missing, or belong to an outer row that is gone.
select
    document_id, sheet, cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    null as series_key, null as time_period,
    expected, found, message
from core.notice
where kind = 'group_disagrees'
