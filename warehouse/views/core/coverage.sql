-- One row a reason for which numeric cells of visible sheets are no observations. With how many they are; one row each
-- for those that are, and for what is read into an entry or an axis. Key: source_id, reason.
-- source_id: Source of the documents.
-- reason: Why these cells are no figures. Those that are have 'observation'; 'entry' is for attributes of entries, 'axis' for periods, dimensions and labels.
-- cells: Numeric cells of visible sheets.
-- documents: Documents in which they stand.
-- share: Their part of all numeric cells of the source, from 0 to 1.
create or replace view core.coverage as
with counted as (
    select d.source_id, part.reason, sum(part.cells) as cells, count(distinct s.document_id) as documents
    from core.sheet as s
    inner join raw.document as d on d.document_id = s.document_id
    cross join unnest([
        {'reason': 'observation', 'cells': s.observed_cells},
        {'reason': 'entry', 'cells': s.entry_cells},
        {'reason': 'axis', 'cells': s.axis_cells}
    ]) as read(part)
    where s.visible and part.cells > 0
    group by d.source_id, part.reason
    union all
    select d.source_id, o.reason, sum(o.cells) as cells, count(distinct o.document_id) as documents
    from core.omission as o
    inner join raw.document as d on d.document_id = o.document_id
    group by d.source_id, o.reason
),

numeric_cells as (
    select d.source_id, sum(s.numeric_cells) as cells
    from core.sheet as s
    inner join raw.document as d on d.document_id = s.document_id
    where s.visible
    group by d.source_id
)

select c.source_id, c.reason, c.cells::bigint as cells, c.documents, c.cells / nullif(n.cells, 0) as share
from counted as c
inner join numeric_cells as n on n.source_id = c.source_id
order by c.source_id, c.cells desc, c.reason;
