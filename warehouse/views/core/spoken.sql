-- Observations of the documents that speak, with the time during which they do. One row an observation and vintage.
-- Marts and as_of stand on this view; the published copy has the same columns without the join (views/published/spoken.sql).
create or replace view core.spoken as
select
    o.*,
    v.valid_from,  -- since when its document speaks for the table and period, UTC
    v.valid_to     -- until when (exclusive), UTC; infinity where it still does
from core.observation as o
inner join core.vintage as v using (document_id, dataflow, time_period);
comment on view core.spoken is 'Observations of the documents that speak for their table and period, with the time during which they do (valid_from inclusive, valid_to exclusive, UTC). Of several of one moment the lower have no time (valid_from = valid_to). What is said now: valid_to = ''infinity''. What was said at a moment: as_of(moment).';
