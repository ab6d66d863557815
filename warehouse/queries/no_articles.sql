-- Pages that are no article, counted by newsroom and kind, with the newest of each newsroom.
with counted as (
    select source_id, kind, count(*) as pages
    from core.no_article
    group by all
)

select
    counted.source_id as outcome,
    format('{} ({}), the newest ', sum(counted.pages), string_agg(counted.pages || ' ' || replace(counted.kind, '_', ' '), ', ' order by counted.pages desc, counted.kind))
    || (
        select arg_max(n.url, (coalesce(n.known_from, timestamp '0001-01-01'), n.document_id))
        from core.no_article as n
        where n.source_id = counted.source_id
    ) as message
from counted
group by counted.source_id
order by counted.source_id;
