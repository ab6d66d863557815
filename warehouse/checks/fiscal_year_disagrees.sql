-- Title, header and name of a sheet name different fiscal years.
-- severity: finding
-- The title or the header band decides, the name of the sheet comes last.
select
    document_id, sheet, cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    null as series_key, null as time_period,
    expected, found, message
from core.notice
where kind = 'fiscal_year_disagrees'
