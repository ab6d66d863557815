-- One row a series that is a measure of ready.side_by_side, or a part of it. Those of one measure and source are added
-- up, never those of two sources. Content: seeds/measure_series.csv. Key: measure, dataflow, series_key.
-- measure: The measure: book_ins.
-- dataflow: Published table.
-- series_key: Series; null where every series of the table is a part, for it prints no total.
-- part: Dimension and value of the series that are parts, where not all are. Such as region=southwest_land_border.
-- note: What to beware of.
create table core.measure_series (
    measure    varchar not null,
    dataflow   varchar not null,
    series_key varchar,
    part       varchar,
    note       varchar
);
