-- The second half of 2024 side by side: book-ins into ICE detention, people let go, removals, encounters at the southwest border.
-- A row is a month of one source: OHSS rounds to tens, ICE and CBP do not, and no figure adds two of them. More columns: ready.side_by_side.
select
    time_period as month,
    source_id as source,
    book_ins::int as book_ins,
    released::int as let_go,
    removed::int as removed,
    encounters_southwest::int as sw_border
from ready.side_by_side
where time_period between '2024-07' and '2024-12' and length(time_period) = 7
    and coalesce(book_ins, released, removed, encounters_southwest) is not null
order by time_period, source_id;
