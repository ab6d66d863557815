-- Observations with the time during which their document speaks. Key: document_id, sheet, cell.
-- valid_from: Since when the document speaks for this table and period, UTC. Null where it never does (core.vintage).
-- valid_to: Until when it speaks (exclusive), UTC. Null while it still does, and where it never does.
-- is_current: Whether it still speaks; null where it never does.
-- corrected: What it must have been, where a person has corrected it (core.correction). Null where nobody has.
-- correction: Why it was corrected, and whence that is known. Null where it was not.
-- *: The columns of core.observation.
create or replace view core.timed as
select
    observation.*,
    vintage.valid_from,
    vintage.valid_to,
    vintage.is_current,
    correction.corrected,
    correction.evidence as correction
from core.observation as observation
left join core.vintage as vintage using (document_id, dataflow, time_period)
left join core.correction as correction
    on correction.document_id = observation.document_id and correction.cell = observation.cell
    and correction.sheet = coalesce(observation.sheet, '');
