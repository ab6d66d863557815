-- One row an event of a 287(g) agreement, from one of ICE's lists to the next. Listed, unconfirmed, ended, reappeared,
-- signed, corrected, re-signed. Key: list, agreement, event, since, before, after.
-- list: participating (in force) or pending.
-- agreement: Identity of the agreement.
-- event: What happened. Listed, unconfirmed, ended, reappeared, signed (core.entry_history). Agency, state or support_type corrected (core.entry_match). Or of the date: date corrected (60 days at most, or what was no day became one), re-signed (more than a year later), date changed (anything between: the list does not tell which of the two). Or day in doubt (listed first although signed half a year before the list before, which does not have it: perhaps a year was mistyped).
-- since: Since when the list that shows it speaks, UTC. Of unconfirmed and ended not the day of an end.
-- before: What was printed before: a key, or a day; null where nothing was.
-- after: What is printed now; null where nothing is.
-- document_id: sha256 of the list that shows it.
-- cell: First cell of the row in that list; null where it has none.
-- last_document_id: sha256 of the last list before it that prints the agreement. Null where none does.
-- last_cell: First cell of the row there.
create or replace view marts.agreement_events as
with dated as (
    select
        *,
        try_cast(old_value as date) as old_day,
        try_cast(new_value as date) as new_day
    from core.entry_change
    where attribute = 'signed_on'
),

event as (
    select
        dataflow, entry_id, state as event, since, null as before, null as after, document_id, cell, last_document_id, last_cell
    from core.entry_history
    union all by name
    select
        history.dataflow, history.entry_id, 'day in doubt' as event, history.since, null as before, stay.first_kept[1] as after,
        history.document_id, history.cell, null as last_document_id, null as last_cell
    from core.entry_history as history
    inner join core.entry_stay as stay
        on stay.dataflow = history.dataflow and stay.entry_id = history.entry_id and stay.first_edition = history.edition
    inner join core.entry_vintage as earlier
        on earlier.dataflow = stay.dataflow and earlier.edition = stay.first_edition - 1
    where history.state = 'listed' and try_cast(stay.first_kept[1] as date) < cast(earlier.valid_from as date) - 180
    union all by name
    select
        match.dataflow, identity.entry_id, match.differs || ' corrected' as event, vintage.valid_from as since,
        match.entry_key as before, match.other_key as after, vintage.document_id, null as cell,
        null as last_document_id, null as last_cell
    from core.entry_match as match
    inner join core.entry_identity as identity on identity.dataflow = match.dataflow and identity.entry_key = match.other_key
    inner join core.entry_vintage as vintage on vintage.dataflow = match.dataflow and vintage.edition = match.edition
    where match.state = 'same'
    union all by name
    select
        dataflow, entry_id,
        case
            when old_day is null and new_day is not null then 'date corrected'
            when abs(new_day - old_day) <= 60 then 'date corrected'
            when new_day - old_day > 365 then 're-signed'
            else 'date changed'
        end as event,
        changed_at as since, old_value as before, new_value as after, new_document_id as document_id, new_cell as cell,
        old_document_id as last_document_id, old_cell as last_cell
    from dated
)

select
    regexp_extract(dataflow, '[a-z]+$') as list,
    entry_id as agreement,
    event,
    since,
    before,
    after,
    document_id,
    cell,
    last_document_id,
    last_cell
from event
where dataflow in ('ice.287g_participating', 'ice.287g_pending');
