-- One row a source of which something is at hand, with the day of its newest data and what is known of its life.
select
    source_id,
    publisher,
    title,
    documents,
    newest_known_from,
    newest_data_through,
    last_asked_at,
    last_outcome,
    late_after_days,
    state,
    state_since,
    coalesce(is_late, false) as is_late,
    tables_refused
from core.source_status
where documents > 0 or last_asked_at is not null
order by coalesce(newest_data_through, newest_known_from::date) desc nulls last, source_id;
