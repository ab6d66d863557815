-- One row a list whose entries are known again where their keys were corrected or renamed. Key: dataflow.
-- How the entries of a list are known again under another key, as the sources declare it (collectors.records.Recognised).
-- dataflow: Published list.
-- name: Dimension of its entry keys that is a name.
-- kept: Attributes that an entry keeps when its key is corrected: both rows must print the same.
-- common: Words of names that tell no two entries apart.
-- moves_to: List in which its entries stand when something has happened to them; null where there is none.
-- moved: What has happened to them then: signed.
create table core.dataflow_recognised (
    dataflow varchar not null,
    name     varchar not null,
    kept     varchar[] not null,
    common   varchar[] not null,
    moves_to varchar,
    moved    varchar
);
