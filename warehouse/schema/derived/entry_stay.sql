-- core.entry_stay, from core.entry_vintage, core.entry_identity and the entries.
delete from core.entry_stay;

insert into core.entry_stay by name
with listed as (
    select
        vintage.dataflow,
        identity.entry_id,
        vintage.edition,
        any_value(vintage.document_id) as document_id,
        min_by(
            {
                'cell': entry.cell,
                'kept': list_transform(
                    coalesce(recognised.kept, []::varchar[]), lambda name: coalesce(entry.attributes[name], '')
                )
            },
            entry.entry_key
        ) as print,
        any_value(vintage.valid_from) as valid_from,
        any_value(vintage.valid_to) as valid_to
    from core.entry_vintage as vintage
    inner join core.entry as entry on entry.document_id = vintage.document_id and entry.dataflow = vintage.dataflow
    inner join core.entry_identity as identity
        on identity.dataflow = entry.dataflow and identity.entry_key = entry.entry_key
    left join core.dataflow_recognised as recognised on recognised.dataflow = vintage.dataflow
    group by vintage.dataflow, identity.entry_id, vintage.edition
),

numbered as (
    select *, edition - row_number() over (partition by dataflow, entry_id order by edition) as run
    from listed
)

select
    dataflow,
    entry_id,
    min(edition) as first_edition,
    max(edition) as last_edition,
    min_by(document_id, edition) as first_document,
    max_by(document_id, edition) as last_document,
    min_by(print, edition).cell as first_cell,
    max_by(print, edition).cell as last_cell,
    min_by(print, edition).kept as first_kept,
    max_by(print, edition).kept as last_kept,
    min(valid_from) as stands_from,
    if(bool_or(valid_to is null), null, max(valid_to)) as stands_to
from numbered
group by dataflow, entry_id, run
order by dataflow, entry_id, first_edition;
