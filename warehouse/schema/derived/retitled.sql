-- A table that the edition before prints and this one does not, while this one has figures under no known title: it may
-- stand there under another title, so it is refused. Written anew after each load, for it depends on the edition before.
insert into core.refusal by name
with unknown as (
    select
        document_id,
        sum(cells) as figures,
        min({'sheet': sheet, 'length': length(split_part(cell, ':', 1)), 'cell': split_part(cell, ':', 1)}) as first_place
    from core.omission
    where reason = 'table not known'
    group by document_id
)

select
    absent.document_id,
    unknown.first_place.sheet,
    absent.dataflow,
    'title_unknown' as outcome,
    'the table, which the edition before prints' as expected,
    format('no such title, and {:,} figures under titles that are not known, the first in {}',
        unknown.figures, unknown.first_place.cell) as found,
    'Look whether the table has a new title: then teach it to the source. If not, say `onrecord accept`.' as remedy
from core.table_absent as absent
inner join unknown on unknown.document_id = absent.document_id
where absent.is_open;
