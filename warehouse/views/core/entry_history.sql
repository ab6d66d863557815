-- What became of each entry of a list, a row a change of its state. A row that is not on a list any more proves no end
-- and tells no day: it is unconfirmed until a second edition says the same. Where a row that is missing says nothing
-- (core.dataflow.absence) entries are listed and reappear alone. Key: dataflow, entry_id, state, since.
-- entry_id: Identity of the entry (core.entry_identity).
-- state: listed, unconfirmed, ended, reappeared, or what a list declares. Unconfirmed: one edition does not list it. Ended: a second one says the same. Reappeared: it came back (listed anew instead where it had ended and what an entry keeps is another: keeps_other). What a list declares is for entries that have moved to another one (signed).
-- since: Since when it is so: when the edition that shows it is known, UTC. Of unconfirmed and ended that is not the day on which anything ended: the list tells no such day.
-- document_id: sha256 of the edition that shows it. Of unconfirmed and ended one that does not print the entry.
-- edition: Number of that edition among those of its list. Of entries that moved that may be the other list.
-- cell: First cell of the entry in that edition; null where that does not print it.
-- last_document_id: sha256 of the last edition before it that prints the entry. Null of the first state.
-- last_cell: First cell of the entry there.
-- is_last: Whether nothing that came later is known: the state of today.
-- *: The columns of core.entry.
create or replace view core.entry_history as
with stay as (
    select
        *,
        lag(last_edition) over stays as edition_before,
        lag(last_document) over stays as document_before,
        lag(last_cell) over stays as cell_before,
        lag(last_kept) over stays as kept_before,
        lead(first_edition) over stays as edition_after,
        lead(stands_from) over stays as stands_again_from
    from core.entry_stay
    window stays as (partition by dataflow, entry_id order by first_edition)
),

-- every key of an entry as it would stand in another list, the name apart
named as (
    select
        identity.dataflow,
        identity.entry_id,
        dimension(identity.entry_key, recognised.name) as name,
        array_to_string(list_filter(
            dimensions_of_entry(identity.entry_key), lambda pair: not starts_with(pair, recognised.name || '=')
        ), ',') as others
    from core.entry_identity as identity
    inner join core.dataflow_recognised as recognised on recognised.dataflow = identity.dataflow
    group by all
),

-- since when an entry stands in the list to which entries of its own move: there at the end of its stay, or before it comes back
moved as (
    select
        stay.dataflow,
        stay.entry_id,
        stay.last_edition,
        any_value(recognised.moved) as state,
        min(target.stands_from) as since,
        min_by(target.first_document, target.stands_from) as document_id,
        min_by(target.first_edition, target.stands_from) as edition
    from stay
    inner join core.dataflow_recognised as recognised on recognised.dataflow = stay.dataflow
    inner join named as name on name.dataflow = stay.dataflow and name.entry_id = stay.entry_id
    inner join named as moved_to
        on moved_to.dataflow = recognised.moves_to and moved_to.others = name.others
        -- the same name, or one that differs by a slip
        and case when damerau_levenshtein(moved_to.name, name.name) <= 3 then names_near(moved_to.name, name.name) else false end
    inner join core.entry_stay as target
        on target.dataflow = moved_to.dataflow and target.entry_id = moved_to.entry_id
    where
        stay.stands_to is not null
        and (target.stands_to is null or target.stands_to > stay.stands_from)
        and (stay.stands_again_from is null or target.stands_from < stay.stands_again_from)
    group by stay.dataflow, stay.entry_id, stay.last_edition
),

gone as (
    select
        stay.dataflow,
        stay.entry_id,
        vintage.valid_from as since,
        vintage.document_id,
        vintage.edition,
        case vintage.edition - stay.last_edition when 1 then 'unconfirmed' else 'ended' end as state,
        stay.last_edition,
        stay.last_document,
        stay.last_cell
    from (select *, unnest([last_edition + 1, last_edition + 2]) as edition_without from stay) as stay
    -- of other lists a row that is not there says nothing
    inner join core.dataflow as list on list.dataflow = stay.dataflow and list.absence = 'withdrawn'
    inner join core.entry_vintage as vintage
        on vintage.dataflow = stay.dataflow and vintage.edition = stay.edition_without
    left join moved
        on moved.dataflow = stay.dataflow and moved.entry_id = stay.entry_id and moved.last_edition = stay.last_edition
    where
        stay.edition_without < coalesce(stay.edition_after, stay.edition_without + 1)
        -- what has moved, however late that is known, has not ended
        and (moved.since is null or (vintage.valid_from < moved.since and stay.edition_without = stay.last_edition + 1))
),

came as (
    select
        stay.dataflow,
        stay.entry_id,
        stay.stands_from as since,
        stay.first_document as document_id,
        stay.first_edition as edition,
        stay.first_cell as cell,
        -- what has ended and comes back with something else that an entry keeps is another one
        case
            when stay.edition_before is null then 'listed'
            when stay.first_edition - stay.edition_before > 2 and keeps_other(stay.kept_before, stay.first_kept) then 'listed'
            else 'reappeared'
        end as state,
        stay.edition_before as last_edition,
        stay.document_before as last_document,
        stay.cell_before as last_cell
    from stay
),

went as (
    select
        moved.dataflow,
        moved.entry_id,
        -- not before its own list has let it go
        greatest(moved.since, gone_in.valid_from) as since,
        case when moved.since > gone_in.valid_from then moved.document_id else gone_in.document_id end as document_id,
        case when moved.since > gone_in.valid_from then moved.edition else gone_in.edition end as edition,
        moved.state,
        stay.last_edition,
        stay.last_document,
        stay.last_cell
    from moved
    inner join stay
        on stay.dataflow = moved.dataflow and stay.entry_id = moved.entry_id and stay.last_edition = moved.last_edition
    inner join core.entry_vintage as gone_in
        on gone_in.dataflow = moved.dataflow and gone_in.edition = moved.last_edition + 1
),

state as (
    from came
    union all by name
    from gone
    union all by name
    from went
)

select
    dataflow,
    entry_id,
    state,
    since,
    document_id,
    edition,
    cell,
    last_document as last_document_id,
    last_cell,
    row_number() over (partition by dataflow, entry_id order by since desc, last_edition desc nulls last) = 1 as is_last
from state;
