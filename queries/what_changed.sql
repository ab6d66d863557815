-- Book-ins of FY2025, all agencies: what stood on record on 7 February 2025, and what on 1 September 2025.
-- A month that was not over at the earlier edition's `data_through` was only filled in; any other change is a revision.
select
    before.time_period as month,
    before.total as on_7_february,
    after.total as on_1_september,
    after.total - before.total as difference,
    case when before.is_provisional then 'completion' when after.total <> before.total then 'revision' end as change,
    before.data_through as data_through_then,
    before.sheet || '!' || split_part(before.cells, ' ', -1) as cell_then,
    regexp_extract(before.document_url, '[^/]+$') as document_then,
    after.sheet || '!' || split_part(after.cells, ' ', -1) as cell_later,
    regexp_extract(after.document_url, '[^/]+$') as document_later
from ready.book_ins_as_of(date '2025-02-07') as before
inner join ready.book_ins_as_of(date '2025-09-01') as after on after.time_period = before.time_period
where before.fiscal_year = 2025
order by month;
