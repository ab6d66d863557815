-- Documents of which nothing is loaded, each with the address where it was seen.
select
    outcome,
    if(contains(message, url), message, url || ': ' || message) as message
from core.refused
order by url, outcome, message;
