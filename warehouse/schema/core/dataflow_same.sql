-- Which figures are printed in two tables, as the sources declare it (Dataflow.same).
create table core.dataflow_same (
    dataflow         varchar not null,
    series_key       varchar not null,
    other_series_key varchar not null
);
comment on table core.dataflow_same is 'One row a figure that a source prints in two tables. Key: series_key, other_series_key.';
comment on column core.dataflow_same.dataflow is 'Published table that declares it.';
comment on column core.dataflow_same.series_key is 'Series of that table.';
comment on column core.dataflow_same.other_series_key is 'The same figure in another table of the source.';
