-- What core.statement says of the observations of some metrics (portions.sql), in the order in which they are asked for.
select
    timed.*,
    year(coalesce(timed.period_start, timed.period_end) + interval 3 month) as fiscal_year,
    period_type(timed.time_period, timed.period_end, timed.obs_status = 'P') as period_type,
    timed.obs_status = 'P' as is_provisional,
    total.series_key is not null as is_total,
    series.part_of,
    cast(null as varchar) as slip,
    source.publisher,
    document.source_id,
    document.url as document_url,
    document.title as document_title,
    document.known_from,
    confirmed.last_confirmed_at
from (  -- put in order before what is the same for many is joined: a narrow row costs a third
    select *
    from working.core.timed
    where metric between getvariable('first_metric') and getvariable('last_metric')
    order by metric, series_key, time_period, valid_from, document_id, sheet, cell
) as timed
left join working.core.total as total using (document_id, series_key, time_period)
left join working.core.series as series using (series_key)
left join working.raw.document as document on document.document_id = timed.document_id
left join working.raw.source as source on source.source_id = document.source_id
left join working.core.confirmed as confirmed
    on confirmed.document_id = timed.document_id and confirmed.valid_to is not distinct from timed.valid_to
