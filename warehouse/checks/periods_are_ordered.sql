-- A period starts before it ends.
-- severity: error
-- Both days are inclusive. A year to date whose last day is not known has no end.
select
    document_id, sheet, cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    series_key, time_period,
    'a start on or before ' || period_end::varchar as expected,
    period_start::varchar as found,
    'the period starts after it ends' as message
from core.observation
where period_start > period_end
