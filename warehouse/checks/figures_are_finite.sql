-- A figure is a number.
-- severity: finding
-- Neither NaN nor infinity is one: the parser leaves such a cell without a value and says so. It costs that cell, not the publishing.
select
    document_id, sheet, cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    series_key, time_period,
    'a finite number' as expected,
    coalesce(value_text, value::varchar) as found,
    'the value is not a finite number' as message
from core.observation
where not isfinite(value)
