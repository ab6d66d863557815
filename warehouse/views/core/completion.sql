-- Figures that changed because their period was not over: it filled up. Between two documents speaking one after the
-- other; at the earlier one's data_through the period was provisional. Key: series_key, time_period, new_document_id.
-- *: The columns of core.change.
create or replace view core.completion as
select * exclude (period_was_over)
from core.change
where not period_was_over;
