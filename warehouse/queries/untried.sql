-- The sources of which nobody has read a real page and a real list, by how their documents are found.
select
    array_to_string(found_by, ', ') as found_by,
    string_agg(source_id, ', ' order by source_id) as newsrooms
from core.source_status
where not tried
group by found_by
order by found_by;
