-- A table that is printed has figures.
-- severity: finding
-- A table whose title and header stand there without a figure: announced, or emptied. What was there before may be withdrawn.
select
    document_id, sheet, cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    null as series_key, null as time_period,
    expected, found, message
from core.notice
where kind = 'empty_table'
