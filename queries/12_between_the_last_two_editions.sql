-- What did the newest edition of ICE's detention statistics print differently than the one before, for periods that were over?
select dataflow, series_key, time_period, old_value, new_value, difference, old_sheet, old_cell, new_sheet, new_cell from core.revision
where new_document_id = (select max_by(document_id, known_from) from core.edition where source_id = 'ice_detention_statistics')
order by dataflow, series_key, time_period;
