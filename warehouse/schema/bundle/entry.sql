-- The entries of the bundled history, by document, sheet and row of the sheet: neighbours are alike, which is what packs well.
select *
from core.entry
order by document_id, sheet, try_cast(regexp_extract(cell, '\d+') as integer), length(cell), cell, dataflow, entry_key;
