-- core.entry_match and core.entry_identity, from core.entry_vintage, the entries and the decisions.
delete from core.entry_match;

insert into core.entry_match by name
with listed as materialized (
    select
        vintage.dataflow,
        vintage.edition,
        entry.entry_key,
        list_transform(recognised.kept, lambda name: coalesce(entry.attributes[name], '')) as kept
    from core.entry_vintage as vintage
    inner join core.entry as entry on entry.document_id = vintage.document_id and entry.dataflow = vintage.dataflow
    left join core.dataflow_recognised as recognised on recognised.dataflow = vintage.dataflow
    -- of other lists every key is an entry of its own
    where
        recognised.dataflow is not null
        or vintage.dataflow in (select dataflow from core.entry_decision)
),

newest as (
    select dataflow, max(edition) as edition
    from core.entry_vintage
    group by dataflow
),

neighbouring as materialized (
    select
        *,
        min(edition) over (partition by dataflow, entry_key) as first_edition,
        lag(edition) over (partition by dataflow, entry_key order by edition) as edition_before,
        lead(edition) over (partition by dataflow, entry_key order by edition) as edition_after
    from listed
),

left_list as (
    select neighbouring.* replace (neighbouring.edition + 1 as edition)
    from neighbouring
    inner join newest on newest.dataflow = neighbouring.dataflow and newest.edition > neighbouring.edition
    where neighbouring.edition_after is distinct from neighbouring.edition + 1
),

came as (
    select *
    from neighbouring
    where edition > 1 and edition_before is distinct from edition - 1
),

-- One dimension differs. What an entry keeps stands in both rows, and is the same.
compared as (
    select
        left_list.dataflow,
        left_list.edition,
        left_list.entry_key,
        came.entry_key as other_key,
        recognised.name,
        recognised.common,
        len(recognised.kept) > 0 as keeps,
        list_filter(
            list_zip(dimensions_of_entry(left_list.entry_key), dimensions_of_entry(came.entry_key)),
            lambda pair: pair[1] is distinct from pair[2]
        ) as differing
    from left_list
    inner join came on came.dataflow = left_list.dataflow and came.edition = left_list.edition
    inner join core.dataflow_recognised as recognised on recognised.dataflow = left_list.dataflow
    where left_list.kept = came.kept and not list_contains(left_list.kept, '')
),

candidate as (
    select
        dataflow,
        edition,
        entry_key,
        other_key,
        split_part(differing[1][1], '=', 1) as differs,
        keeps,
        case
            when not starts_with(differing[1][1], name || '=') then keeps
            when keeps then names_alike(split_part(differing[1][1], '=', 2), split_part(differing[1][2], '=', 2), common)
            else names_near(split_part(differing[1][1], '=', 2), split_part(differing[1][2], '=', 2))
        end as alike
    from compared
    where len(differing) = 1
),

-- of one pair the first edition; that an entry leaves as often as it comes back is one pair
once as (
    select
        *,
        count(*) filter (where alike) over (partition by dataflow, edition, entry_key) as others,
        count(*) filter (where alike) over (partition by dataflow, edition, other_key) as ones,
        count(*) over (partition by dataflow, edition, entry_key) as all_others,
        count(*) over (partition by dataflow, edition, other_key) as all_ones
    from candidate
    qualify row_number() over (partition by dataflow, entry_key, other_key order by edition) = 1
),

together as (
    select distinct once.dataflow, once.entry_key, once.other_key
    from once
    inner join listed as one on one.dataflow = once.dataflow and one.entry_key = once.entry_key
    inner join listed as other
        on other.dataflow = once.dataflow and other.entry_key = once.other_key and other.edition = one.edition
    where once.alike
),

ruled as (
    select
        once.dataflow,
        once.entry_key,
        once.other_key,
        once.edition,
        once.differs,
        case
            when not once.alike then 'the names are not alike'
            when once.others > 1 or once.ones > 1 then 'several fit'
            when together.dataflow is not null then 'both are listed together'
        end as missing
    from once
    left join together
        on together.dataflow = once.dataflow and together.entry_key = once.entry_key and together.other_key = once.other_key
    -- names that are not alike are worth a look only where nothing else fits
    where once.alike or (once.keeps and once.all_others = 1 and once.all_ones = 1)
),

-- the keys of lists whose entries keep something, with the name apart from the rest
named as materialized (
    select
        neighbouring.dataflow,
        neighbouring.entry_key,
        neighbouring.first_edition,
        recognised.name,
        recognised.common,
        dimension(neighbouring.entry_key, recognised.name) as value,
        list_filter(
            string_split(dimension(neighbouring.entry_key, recognised.name), ' '),
            lambda word: not list_contains(recognised.common, word)
        ) as telling,
        array_to_string(list_filter(
            dimensions_of_entry(neighbouring.entry_key), lambda pair: not starts_with(pair, recognised.name || '=')
        ), ',') as others
    from neighbouring
    inner join core.dataflow_recognised as recognised
        on recognised.dataflow = neighbouring.dataflow and len(recognised.kept) > 0
    where neighbouring.edition = neighbouring.first_edition
),

-- Worth a look, but for no rule to decide: of what is gone for good the name alone differs from another's, and is alike; but that one
-- was listed beside it for a while, or what an entry keeps is not the same. Only of what came later.
doubtful as (
    select
        gone.dataflow,
        gone.entry_key,
        there.entry_key as other_key,
        gone.edition,
        name.name as differs,
        case when gone.kept = there.kept then 'both are listed together' else 'what an entry keeps is not the same' end as missing
    from left_list as gone
    inner join named as name on name.dataflow = gone.dataflow and name.entry_key = gone.entry_key
    inner join named as other
        on other.dataflow = name.dataflow and other.others = name.others and other.first_edition > name.first_edition
    inner join neighbouring as there
        on there.dataflow = other.dataflow and there.entry_key = other.entry_key and there.edition = gone.edition
    where
        gone.edition_after is null
        -- what shares no word that tells anything is not looked at: there are many of those
        and case
            when list_has_any(name.telling, other.telling) then names_alike(name.value, other.value, name.common)
            else false
        end
),

found as (
    select dataflow, entry_key, other_key, edition, differs, missing from ruled
    union all by name
    select * from doubtful
    where
        (dataflow, entry_key, other_key) not in (select (dataflow, entry_key, other_key) from ruled)
        and (dataflow, entry_key) not in (select (dataflow, entry_key) from ruled where missing is null)
),

-- decisions of which both entries have been listed
decided as (
    select
        decision.dataflow,
        decision.dataflow || decision.entry_key as entry_key,
        decision.dataflow || decision.other_key as other_key,
        decision.decision,
        decision.reason
    from core.entry_decision as decision
    where
        decision.dataflow || decision.entry_key in (select entry_key from core.entry)
        and decision.dataflow || decision.other_key in (select entry_key from core.entry)
),

-- whichever of the two left first
either as (
    select * from decided
    union
    select dataflow, other_key as entry_key, entry_key as other_key, decision, reason from decided
)

select
    found.dataflow,
    found.entry_key,
    found.other_key,
    found.edition,
    found.differs,
    coalesce(either.decision, case when found.missing is null then 'same' else 'undecided' end) as state,
    coalesce(either.reason, found.missing, 'one leaves and one comes, alike in all that an entry keeps') as reason
from found
left join either
    on either.dataflow = found.dataflow and either.entry_key = found.entry_key and either.other_key = found.other_key
union all
select
    dataflow,
    entry_key,
    other_key,
    null as edition,
    array_to_string(list_transform(
        list_filter(
            list_zip(dimensions_of_entry(entry_key), dimensions_of_entry(other_key)),
            lambda pair: pair[1] is distinct from pair[2]
        ),
        lambda pair: split_part(pair[1], '=', 1)
    ), ',') as differs,
    decision as state,
    reason
from decided
where
    (dataflow, entry_key, other_key) not in (select (dataflow, entry_key, other_key) from found)
    and (dataflow, other_key, entry_key) not in (select (dataflow, entry_key, other_key) from found)
order by all;

delete from core.entry_identity;

insert into core.entry_identity by name
with recursive listed as materialized (
    select
        vintage.dataflow,
        entry.entry_key,
        min({'edition': vintage.edition, 'entry_key': entry.entry_key}) as first_listed
    from core.entry_vintage as vintage
    inner join core.entry as entry on entry.document_id = vintage.document_id and entry.dataflow = vintage.dataflow
    group by vintage.dataflow, entry.entry_key
),

joined as materialized (
    select dataflow, entry_key as one, other_key as other
    from core.entry_match
    where state = 'same'
    union
    select dataflow, other_key as one, entry_key as other
    from core.entry_match
    where state = 'same'
),

-- the first that each can reach: handed on along the pairs until nothing changes, as in story.sql
reached (dataflow, entry_key, first_listed) using key (dataflow, entry_key) as (
    select dataflow, entry_key, first_listed
    from listed
    union
    select joined.dataflow, joined.one as entry_key, min(reached.first_listed) as first_listed
    from reached
    inner join joined on joined.dataflow = reached.dataflow and joined.other = reached.entry_key
    inner join recurring.reached as before on before.dataflow = joined.dataflow and before.entry_key = joined.one
    where reached.first_listed < before.first_listed
    group by joined.dataflow, joined.one
)

select dataflow, entry_key, first_listed.entry_key as entry_id
from reached
order by dataflow, entry_key;
