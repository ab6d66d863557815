-- One row a value of a dimension that stands for others: agency=total for all agencies. Key: dataflow, dimension, total.
-- Which value of a dimension is the total of which others, as the sources declare it (Dataflow.totals).
-- dataflow: Published table.
-- dimension: Dimension of its series keys.
-- total: Value of it that stands for others.
-- parts: Those others; none named: all other values of the dimension, but for the parts of its other totals.
-- adds_up: Whether they add up to it; false where not all of them are printed.
create table core.dataflow_total (
    dataflow  varchar not null,
    dimension varchar not null,
    total     varchar not null,
    parts     varchar[] not null,
    adds_up   boolean not null
);
