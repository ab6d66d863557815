-- Figures that changed between two documents speaking one after the other, although the period was over at the earlier one's data_through. Key: series_key, time_period, new_document_id.
-- A figure that changed although its period was over.
-- *: The columns of core.change.
create or replace view core.revision as
select * exclude (period_was_over)
from core.change
where period_was_over;
