-- Observations with the time during which their document speaks. Key: document_id, sheet, cell.
-- valid_from: Since when the document speaks for this table and period, UTC; null where it never does (core.vintage).
-- valid_to: Until when it speaks (exclusive), UTC; null while it still does, and where it never does.
-- is_current: Whether it still speaks; null where it never does.
create or replace view core.timed as
select
    observation.*,
    vintage.valid_from,
    vintage.valid_to,
    vintage.is_current
from core.observation as observation
left join core.vintage as vintage using (document_id, dataflow, time_period);
