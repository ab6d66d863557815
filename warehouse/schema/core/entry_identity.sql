-- One row a key that a list has ever printed, with the identity of its entry. The same through renamings and
-- corrections (core.entry_match). Built by schema/derived/entry_identity.sql after each load. Key: dataflow, entry_key.
-- dataflow: Published list.
-- entry_key: A key as read from the documents.
-- entry_id: The key under which the entry was listed first.
create table core.entry_identity (
    dataflow  varchar not null,
    entry_key varchar not null,
    entry_id  varchar not null
);
