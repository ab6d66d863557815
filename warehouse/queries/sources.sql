-- One row a source, untried newsrooms left out that were never asked (untried.sql), in words that leave room for others on a line of 80 characters.
select
    source_id as source,
    documents as docs,
    newest_known_from::date as newest,
    newest_data_through as through,
    last_asked_at::date as asked,
    coalesce(last_outcome, '') as outcome,
    is_late as late
from core.source_status
where tried or documents > 0 or refused > 0 or no_articles > 0 or last_asked_at is not null
order by source_id;
