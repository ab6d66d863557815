-- Documents and tables of which nothing is loaded, and that nobody has accepted so.
select document_id, source_id, url, outcome, message
from core.refusal_status
where not accepted
order by all;
