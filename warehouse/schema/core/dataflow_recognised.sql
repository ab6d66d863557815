-- How the entries of a list are known again under another key, as the sources declare it (collectors.records.Recognised).
create table core.dataflow_recognised (
    dataflow varchar not null,
    name     varchar not null,
    kept     varchar[] not null,
    common   varchar[] not null,
    moves_to varchar,
    moved    varchar
);
comment on table core.dataflow_recognised is 'One row a list whose entries are known again where their keys were corrected or renamed. Key: dataflow.';
comment on column core.dataflow_recognised.dataflow is 'Published list.';
comment on column core.dataflow_recognised.name is 'Dimension of its entry keys that is a name.';
comment on column core.dataflow_recognised.kept is 'Attributes that an entry keeps when its key is corrected: both rows must print the same.';
comment on column core.dataflow_recognised.common is 'Words of names that tell no two entries apart.';
comment on column core.dataflow_recognised.moves_to is 'List in which its entries stand when something has happened to them; null where there is none.';
comment on column core.dataflow_recognised.moved is 'What has happened to them then: signed.';
