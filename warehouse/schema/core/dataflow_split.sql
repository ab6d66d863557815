-- One row a whole that a table prints in several splits, and nowhere as a figure. Declared by the sources
-- (Dataflow.splits). Key: dataflow, metric.
-- dataflow: Published table.
-- metric: What is split.
-- dimensions: A dimension of each split. Over a sheet all of them add up to what the first does.
-- tolerance: By how much they may differ, a part of 1.
create table core.dataflow_split (
    dataflow   varchar not null,
    metric     varchar not null,
    dimensions varchar[] not null,
    tolerance  double not null
);
