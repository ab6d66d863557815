-- What is counted or measured is not less than nothing.
-- severity: finding
-- Values of every kind (stock, flow, average, share) whose unit is not money; a refund may be negative.
select
    document_id, sheet, cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    series_key, time_period,
    '0 or more' as expected,
    coalesce(value_text, value::varchar) as found,
    'a negative number of ' || coalesce(unit, 'what is counted') as message
from core.observation
where value < 0 and unit is distinct from 'USD'
