-- One row a value of a dimension that is the total of others. Such as agency=total for all agencies. Declared by the
-- sources (Dataflow.totals). Key: dataflow, dimension, total.
-- dataflow: Published table.
-- dimension: Dimension of its series keys.
-- total: Value of it that stands for others.
-- parts: Those others. Where none is named: all other values of the dimension, but for the parts of its other totals.
-- adds_up: Whether they add up to it; false where not all of them are printed.
create table core.dataflow_total (
    dataflow  varchar not null,
    dimension varchar not null,
    total     varchar not null,
    parts     varchar[] not null,
    adds_up   boolean not null
);
