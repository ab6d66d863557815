-- Series of one document that its successor, restating the period, does not print. With the last figure and its cell,
-- since when it is gone (withdrawn_at, UTC), by which document and how, and where it came back (reappeared_at, UTC;
-- null where it did not). Key: series_key, time_period, withdrawn_by_document_id.
-- withdrawn_at: Since when the successor speaks, which does not print the series, UTC.
-- withdrawn_by_document_id: sha256 of that successor.
-- how: left out, edited or deleted. Left out: the successor restates the period without it. Edited: a text whose next version drops it. Deleted: a post that X no longer finds; withdrawn_at is when that was seen first.
-- reappeared_at: Since when a later document prints the series again, UTC; null where none does.
-- reappeared_in_document_id: sha256 of that later document.
-- *: The columns of core.observation.
create or replace view core.withdrawal as
with ranked as (
    select
        *,
        {
            'at': valid_from,
            'data_through': coalesce(data_through, date '0001-01-01'),
            'document_id': document_id
        } as position
    from core.succession
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
        pair.next_valid_from as withdrawn_at,
        pair.next_document_id as withdrawn_by_document_id,
        {
            'at': pair.next_valid_from,
            'data_through': coalesce(pair.next_data_through, date '0001-01-01'),
            'document_id': pair.next_document_id
        } as position
    from core.succession as pair
    inner join core.observation as o
        on o.document_id = pair.document_id and o.dataflow = pair.dataflow and o.time_period = pair.time_period
    anti join core.observation as n
        on n.document_id = pair.next_document_id and n.dataflow = o.dataflow and n.time_period = o.time_period
        and n.series_key = o.series_key
    inner join core.dataflow as table_ on table_.dataflow = o.dataflow and table_.absence = 'withdrawn'
    where pair.next_document_id is not null
),

printed_again as (
    select
        gone.dataflow,
        gone.series_key,
        gone.time_period,
        gone.withdrawn_by_document_id,
        min(later.position) as position
    from gone
    inner join ranked as later
        on later.dataflow = gone.dataflow and later.time_period = gone.time_period and later.position > gone.position
    inner join core.observation as o
        on o.document_id = later.document_id and o.dataflow = gone.dataflow and o.time_period = gone.time_period
        and o.series_key = gone.series_key
    group by all
)

select
    gone.* exclude (position),
    case
        when gone.withdrawn_by_document_id in (select document_id from core.notice where kind = 'post_deleted') then 'deleted'
        when gone.withdrawn_by_document_id in (select document_id from core.article) then 'edited'
        else 'left out'
    end as how,
    again.position.at as reappeared_at,
    again.position.document_id as reappeared_in_document_id
from gone
left join printed_again as again
    on again.dataflow = gone.dataflow and again.series_key = gone.series_key and again.time_period = gone.time_period
    and again.withdrawn_by_document_id = gone.withdrawn_by_document_id;
