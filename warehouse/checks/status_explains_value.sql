-- A figure has a value, or a status that says why not.
-- severity: error
-- A (normal) and P (provisional) have one; M (cannot exist), O (missing) and Q (withheld) have none.
select
    document_id, sheet, cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    series_key, time_period,
    if(obs_status in ('A', 'P'), 'a value', 'no value') || ' with status ' || obs_status as expected,
    coalesce(value::varchar, 'none') as found,
    'value and status contradict each other' as message
from core.observation
where (value is null) = (obs_status in ('A', 'P'))
