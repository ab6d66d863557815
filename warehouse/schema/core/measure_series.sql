-- One row a series that is a measure of ready.side_by_side, or a part of it: those of one measure and source are added up, never those of two sources. Key: measure, dataflow, series_key.
-- Which published series make up the measures that ready.side_by_side puts beside one another. Content: seeds/measure_series.csv.
-- measure: The measure: book_ins.
-- dataflow: Published table.
-- series_key: Series; null where every series of the table is a part, for it prints no total.
-- part: Dimension and value of the series that are parts, where not all are: region=southwest_land_border.
-- note: What to beware of.
create table core.measure_series (
    measure    varchar not null,
    dataflow   varchar not null,
    series_key varchar,
    part       varchar,
    note       varchar
);
