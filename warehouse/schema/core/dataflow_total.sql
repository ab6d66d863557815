-- Which value of a dimension is the total of which others, as the sources declare it (Dataflow.totals).
create table core.dataflow_total (
    dataflow  varchar not null,
    dimension varchar not null,
    total     varchar not null,
    parts     varchar[] not null,
    adds_up   boolean not null
);
comment on table core.dataflow_total is 'One row a value of a dimension that stands for others: agency=total for all agencies. Key: dataflow, dimension, total.';
comment on column core.dataflow_total.dataflow is 'Published table.';
comment on column core.dataflow_total.dimension is 'Dimension of its series keys.';
comment on column core.dataflow_total.total is 'Value of it that stands for others.';
comment on column core.dataflow_total.parts is 'Those others; none named: all other values of the dimension, but for the parts of its other totals.';
comment on column core.dataflow_total.adds_up is 'Whether they add up to it; false where not all of them are printed.';
