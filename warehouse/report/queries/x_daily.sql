-- Arrests and detainers a day, as ICE posted them on X; of a day without a post at hand what news sites wrote down of it.
with said as (
    select *
    from ready.x_daily
    where value is not null
    qualify row_number() over (partition by measure, period_start order by is_post desc, series_key, document_id) = 1
)

select
    period_start as day,
    max(value) filter (where measure = 'arrests') as arrests,
    max(value) filter (where measure = 'detainers') as detainers,
    false as is_provisional,
    max(data_through) as data_through,
    if(bool_and(is_post), null, 'reported by ' || min(reported_by)) as remark,
    list(
        struct_pack(publisher := publisher, url := document_url, document_id := document_id, place := concat_ws('!', sheet, cell))
        order by measure, document_id
    ) as sources
from said
group by period_start
order by day;
