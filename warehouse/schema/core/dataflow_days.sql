-- One row a metric of a table whose averages tell how many days were counted. They are whole numbers divided by those
-- days. Declared by the sources (Dataflow.days_counted). Key: dataflow, metric.
-- dataflow: Published table.
-- metric: What is averaged.
-- part: Part of the series keys of the figures that are printed in enough digits. Such as level=A; empty for all.
-- later: How many days after the last one counted the day may be that the table names.
create table core.dataflow_days (
    dataflow varchar not null,
    metric   varchar not null,
    part     varchar not null,
    later    integer not null
);
