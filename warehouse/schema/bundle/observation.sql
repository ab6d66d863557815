-- The observations of the bundled history, by document, sheet and row of the sheet: neighbours are alike, which is what packs well.
select *
from core.observation
order by document_id, sheet, try_cast(regexp_extract(cell, '\d+') as integer), length(cell), cell, dataflow, series_key, time_period;
