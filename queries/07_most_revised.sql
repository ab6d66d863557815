-- Which figures were revised most, of periods that were over? Without those of which one of the two is probably a slip (core.slip).
select series_key, time_period, old_value, new_value, difference, changed_at, old_sheet, old_cell, new_cell from core.revision as revised
anti join core.slip as slip on slip.series_key = revised.series_key and slip.time_period = revised.time_period
and slip.document_id in (revised.old_document_id, revised.new_document_id) order by abs(difference) desc limit 20;
