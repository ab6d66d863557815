-- Documents and tables of which nothing is loaded, save pages that are no article and what somebody has accepted.
select document_id, source_id, url, outcome, message, fails = 'with its newsroom' as is_page
from core.refusal_status
where fails <> 'never'
order by all;
