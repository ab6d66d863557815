-- Book-ins of fiscal year 2025 by month and arresting agency, as said now: each figure with the cell it stands in.
select
    time_period as month,
    cbp::int as cbp,
    ice::int as ice,
    total::int as total,
    is_provisional,
    data_through,
    sheet,
    cells,
    regexp_extract(document_url, '[^/]+$') as document
from ready.book_ins
where fiscal_year = 2025
order by month;
