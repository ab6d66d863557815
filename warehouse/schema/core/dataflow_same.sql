-- One row a figure that a source prints in two tables. Declared by the sources (Dataflow.same). Key: series_key,
-- other_series_key.
-- dataflow: Published table that declares it.
-- series_key: Series of that table.
-- other_series_key: The same figure in another table of the source.
create table core.dataflow_same (
    dataflow         varchar not null,
    series_key       varchar not null,
    other_series_key varchar not null
);
