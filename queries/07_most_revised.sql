-- Which monthly book-ins did ICE revise most, after the month was over? Of one table at a time: figures of other tables are other things.
-- The largest changes of all tables are slips of the publisher; read both cells before you call one a revision.
select time_period, series_key, old_value, new_value, difference, changed_at, old_sheet, old_cell, new_cell from core.revision
where dataflow = 'ice.book_ins_by_arresting_agency' and length(time_period) = 7 order by abs(difference) desc limit 20;
