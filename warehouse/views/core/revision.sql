-- Figures that changed although their period was over. Between two documents speaking one after the other; it was over
-- at the earlier one's data_through. Key: series_key, time_period, new_document_id.
-- *: The columns of core.change.
create or replace view core.revision as
select * exclude (period_was_over)
from core.change
where period_was_over;
