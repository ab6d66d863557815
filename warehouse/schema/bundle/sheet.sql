-- The sheets of the bundled history.
select *
from core.sheet
order by document_id, position;
