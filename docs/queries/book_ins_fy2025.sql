-- Book-ins of fiscal year 2025 by month and arresting agency, as said now: each figure with the cell it stands in.
select
    time_period as month,
    max(value) filter (agency = 'CBP')::int as cbp,
    max(value) filter (agency = 'ICE')::int as ice,
    max(value) filter (agency = 'total')::int as "all",
    any_value(data_through) as data_through,
    string_agg(cell, ' ' order by agency) as cells,
    any_value(sheet) as sheet,
    any_value(regexp_extract(document_url, '[^/]+$')) as document
from marts.book_ins
where publisher = 'ICE' and fiscal_year = 2025 and agency is not null and time_period not like '%/P1Y' and value is not null
group by time_period
order by time_period;
