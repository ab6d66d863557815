-- The omissions of the bundled history, by document, sheet and row of the sheet.
select *
from core.omission
order by document_id, sheet, try_cast(regexp_extract(cell, '\d+') as integer), length(cell), cell, reason;
