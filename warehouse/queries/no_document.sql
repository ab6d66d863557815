-- Addresses that gave no document when they were last asked.
with latest as (
    select source_id, url, outcome, message
    from raw.fetch
    qualify row_number() over (
        partition by source_id, url order by fetched_at desc nulls last, observed_at desc, fetch_id desc
    ) = 1
)

select
    outcome,
    case
        when message is null then url
        when contains(message, url) then message
        else url || ': ' || message
    end as message
from latest
where outcome not in ('ok', 'not_modified')
order by source_id, url;
