-- One row a series: its key taken apart, its codes in words, and its totals. The totals are those that count it. Built
-- by schema/derived/series.sql after each load. Key: series_key.
-- series_key: Dataflow and dimensions: ice.book_ins_by_arresting_agency{agency=CBP}.
-- dataflow: Published table.
-- dimensions: Value of each dimension, by its name.
-- labels: The same in words (core.code_label).
-- part_of: Series of the same table that count it too, each by one dimension. Null where none does.
create table core.series (
    series_key varchar not null,
    dataflow   varchar not null,
    dimensions map(varchar, varchar) not null,
    labels     map(varchar, varchar) not null,
    part_of    varchar[]
);
