-- One row an observation and vintage, of the documents that speak. For their table and period, with the time during
-- which they do (valid_from inclusive, valid_to exclusive, UTC). Of several of one moment the lower have no time
-- (valid_from = valid_to). What is said now: is_current. What was said at a moment: as_of(moment). Marts and as_of
-- stand on this view; the published copy has the same columns without the join (views/published/spoken.sql).
-- valid_from: Since when its document speaks for the table and period, UTC.
-- valid_to: Until when (exclusive), UTC; null while it still does.
-- is_current: Whether it still does.
-- *: The columns of core.observation.
create or replace view core.spoken as
select
    o.*,
    v.valid_from,
    v.valid_to,
    v.is_current
from core.observation as o
inner join core.vintage as v using (document_id, dataflow, time_period);
