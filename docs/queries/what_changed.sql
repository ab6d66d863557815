-- Book-ins of FY2025, all agencies: what stood on record on 7 February 2025, and what on 1 September 2025.
-- A month that was not over at the earlier edition's `data_through` was only filled in; any other change is a revision.
select
    before.time_period as month,
    before.value as on_7_february,
    after.value as on_1_september,
    after.value - before.value as difference,
    case when before.is_provisional then 'completion' when after.value <> before.value then 'revision' end as change,
    before.data_through as data_through_then,
    before.sheet || '!' || before.cell as cell_then,
    regexp_extract(before.document_url, '[^/]+$') as document_then,
    after.sheet || '!' || after.cell as cell_later,
    regexp_extract(after.document_url, '[^/]+$') as document_later
from marts.book_ins_as_of(date '2025-02-07') as before
inner join marts.book_ins_as_of(date '2025-09-01') as after using (series_key, time_period)
where before.publisher = 'ICE' and before.agency = 'total' and before.fiscal_year = 2025 and before.value is not null
    and before.time_period not like '%/P1Y'
order by month;
