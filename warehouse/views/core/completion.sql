-- Figures that changed between two documents speaking one after the other, because the period was not over at the earlier one's data_through: the filling up of a provisional period. Key: series_key, time_period, new_document_id.
-- A provisional period that filled up.
-- *: The columns of core.change.
create or replace view core.completion as
select * exclude (period_was_over)
from core.change
where not period_was_over;
