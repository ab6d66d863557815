-- The identity of each entry through all its keys. Built by schema/derived/entry_identity.sql after each load.
create table core.entry_identity (
    dataflow  varchar not null,
    entry_key varchar not null,
    entry_id  varchar not null
);
comment on table core.entry_identity is 'One row a key that a list has ever printed, with the identity of its entry through renamings and corrections (core.entry_match). Key: dataflow, entry_key.';
comment on column core.entry_identity.dataflow is 'Published list.';
comment on column core.entry_identity.entry_key is 'A key as read from the documents.';
comment on column core.entry_identity.entry_id is 'The key under which the entry was listed first.';
