-- Documents and published tables of which nothing is loaded; what somebody has accepted says so.
select
    if(accepted, 'accepted', outcome) as outcome,
    left(document_id, 12) || ' ' || if(contains(message, url), message, url || ': ' || message)
    || coalesce(' Accepted: ' || why, '') as message
from core.refusal_status
where outcome <> 'not_an_article'
order by accepted, url, outcome, message;
