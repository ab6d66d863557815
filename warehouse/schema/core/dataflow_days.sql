-- Which averages tell how many days were counted, as the sources declare it (Dataflow.days_counted).
create table core.dataflow_days (
    dataflow varchar not null,
    metric   varchar not null,
    part     varchar not null,
    later    integer not null
);
comment on table core.dataflow_days is 'One row a metric of a table whose averages are whole numbers divided by the days counted, so that they tell how many days those were. Key: dataflow, metric.';
comment on column core.dataflow_days.dataflow is 'Published table.';
comment on column core.dataflow_days.metric is 'What is averaged.';
comment on column core.dataflow_days.part is 'Part of the series keys of the figures that are printed in enough digits: level=A; empty for all.';
comment on column core.dataflow_days.later is 'How many days after the last one counted the day may be that the table names.';
