-- In which ways a table splits one whole, as the sources declare it (Dataflow.splits).
create table core.dataflow_split (
    dataflow   varchar not null,
    metric     varchar not null,
    dimensions varchar[] not null,
    tolerance  double not null
);
comment on table core.dataflow_split is 'One row a whole that a table prints in several splits, and nowhere as a figure. Key: dataflow, metric.';
comment on column core.dataflow_split.dataflow is 'Published table.';
comment on column core.dataflow_split.metric is 'What is split.';
comment on column core.dataflow_split.dimensions is 'A dimension of each split; over a sheet all of them add up to what the first does.';
comment on column core.dataflow_split.tolerance is 'By how much they may differ, a part of 1.';
