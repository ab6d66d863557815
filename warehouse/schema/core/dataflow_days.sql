-- One row a metric of a table whose averages are whole numbers divided by the days counted, so that they tell how many days those were. Key: dataflow, metric.
-- Which averages tell how many days were counted, as the sources declare it (Dataflow.days_counted).
-- dataflow: Published table.
-- metric: What is averaged.
-- part: Part of the series keys of the figures that are printed in enough digits: level=A; empty for all.
-- later: How many days after the last one counted the day may be that the table names.
create table core.dataflow_days (
    dataflow varchar not null,
    metric   varchar not null,
    part     varchar not null,
    later    integer not null
);
