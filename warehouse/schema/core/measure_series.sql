-- Which published series make up the measures that marts.side_by_side puts beside one another. Content: seeds/measure_series.csv.
create table core.measure_series (
    measure    varchar not null,
    dataflow   varchar not null,
    series_key varchar,
    part       varchar,
    note       varchar
);
comment on table core.measure_series is 'One row a series that is a measure of marts.side_by_side, or a part of it: those of one measure and source are added up, never those of two sources. Key: measure, dataflow, series_key.';
comment on column core.measure_series.measure is 'The measure: book_ins.';
comment on column core.measure_series.dataflow is 'Published table.';
comment on column core.measure_series.series_key is 'Series; null where every series of the table is a part, for it prints no total.';
comment on column core.measure_series.part is 'Dimension and value of the series that are parts, where not all are: region=southwest_land_border.';
comment on column core.measure_series.note is 'What to beware of.';
