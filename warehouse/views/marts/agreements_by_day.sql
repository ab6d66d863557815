-- How many 287(g) agreements ICE listed at the end of each day in Washington. By state and support type. A day without
-- a row had none, or no list was known. Key: day, list, state, support_type.
-- day: The day.
-- list: participating (in force) or pending.
-- state: State, in lower case.
-- support_type: jail enforcement model, task force model, warrant service officer.
-- agreements: Rows of the list; one of a key that is printed twice counts twice.
-- agencies: Agencies that have one.
-- age_days: Days since the list that speaks was first known. Between lists the count is that of the last one.
-- publisher: Who publishes it.
-- document_id: sha256 of the list that speaks on that day.
create or replace view marts.agreements_by_day as
with counted as (
    select
        dataflow,
        document_id,
        dimension(entry_key, 'state') as state,
        dimension(entry_key, 'support_type') as support_type,
        count(*) as agreements,
        count(distinct dimension(entry_key, 'agency')) as agencies
    from core.entry
    where dataflow in ('ice.287g_participating', 'ice.287g_pending')
    group by all
),

speaking as (
    select
        vintage.*,
        washington_day(vintage.valid_from) as first_day,
        -- the newest list speaks up to the last day on which anything of the source became known
        case
            when vintage.valid_to is not null then washington_day(vintage.valid_to) - 1
            else washington_day(max(document.known_from) over (partition by document.source_id))
        end as last_day,
        source.publisher
    from core.entry_vintage as vintage
    inner join raw.document as document on document.document_id = vintage.document_id
    inner join raw.source as source on source.source_id = document.source_id
    where vintage.dataflow in ('ice.287g_participating', 'ice.287g_pending')
)

select
    cast(unnest(generate_series(speaking.first_day, speaking.last_day, interval 1 day)) as date) as day,
    regexp_extract(speaking.dataflow, '[a-z]+$') as list,
    counted.state,
    counted.support_type,
    counted.agreements,
    counted.agencies,
    date_diff('day', speaking.first_day, day) as age_days,
    speaking.publisher,
    speaking.document_id
from speaking
inner join counted on counted.document_id = speaking.document_id and counted.dataflow = speaking.dataflow
where speaking.first_day <= speaking.last_day;
