-- What did ICE say on 7 February 2025 of January's book-ins, and what does it say now?
select total, data_through, sheet, cells, document_url from ready.book_ins_as_of(date '2025-02-07') where time_period = '2025-01'
union all
select total, data_through, sheet, cells, document_url from ready.book_ins where time_period = '2025-01';
