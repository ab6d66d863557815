-- One row a list whose entries are known again under another key. That is where their keys were corrected or renamed.
-- Declared by the sources (collectors.records.Recognised). Key: dataflow.
-- dataflow: Published list.
-- name: Dimension of its entry keys that is a name.
-- kept: Attributes that an entry keeps when its key is corrected. Both rows must print the same.
-- common: Words of names that tell no two entries apart.
-- moves_to: List in which its entries stand when something has happened to them. Null where there is none.
-- moved: What has happened to them then: signed.
create table core.dataflow_recognised (
    dataflow varchar not null,
    name     varchar not null,
    kept     varchar[] not null,
    common   varchar[] not null,
    moves_to varchar,
    moved    varchar
);
