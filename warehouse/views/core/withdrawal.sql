-- A series that the next document, restating the period, does not print.
-- withdrawn_at: Since when the successor speaks, which does not print the series, UTC.
-- withdrawn_by_document_id: sha256 of that successor.
-- reappeared_at: Since when a later document prints the series again, UTC; null where none does.
-- reappeared_in_document_id: sha256 of that later document.
create or replace view core.withdrawal as
with pair as (
    select
        dataflow,
        time_period,
        document_id,
        lead(document_id) over successive as successor_id,
        lead(valid_from) over successive as withdrawn_at
    from core.vintage
    window successive as (partition by dataflow, time_period order by valid_from)
),

gone as (
    select
        o.dataflow,
        o.series_key,
        o.metric,
        o.time_period,
        o.period_start,
        o.period_end,
        o.value,
        o.unit,
        o.obs_status,
        o.document_id,
        o.sheet,
        o.cell,
        pair.withdrawn_at,
        pair.successor_id as withdrawn_by_document_id
    from pair
    inner join core.observation as o
        on o.document_id = pair.document_id and o.dataflow = pair.dataflow and o.time_period = pair.time_period
    anti join core.observation as n
        on n.document_id = pair.successor_id and n.dataflow = o.dataflow and n.time_period = o.time_period
        and n.series_key = o.series_key
    where pair.successor_id is not null
)

select
    gone.*,
    min(later.valid_from) as reappeared_at,
    arg_min(later.document_id, later.valid_from) as reappeared_in_document_id
from gone
left join core.spoken as later
    on later.dataflow = gone.dataflow and later.series_key = gone.series_key and later.time_period = gone.time_period
    and later.valid_from > gone.withdrawn_at
group by all;
comment on view core.withdrawal is 'Series of one document that its successor, restating the period, does not print: the last figure and its cell, since when it is gone (withdrawn_at, UTC) and by which document, and where it came back (reappeared_at, UTC; null where it did not). Key: series_key, time_period, withdrawn_by_document_id.';
