-- The day (UTC) since when each document of a source is known.
select distinct
    source_id,
    known_from::date as day
from core.edition
where known_from is not null
order by source_id, day;
