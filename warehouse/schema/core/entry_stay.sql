-- One row a run of editions, one after the other, that all print an entry. So long it stood on its list without a
-- break. Built by schema/derived/entry_stay.sql after each load. Key: dataflow, entry_id, first_edition.
-- dataflow: Published list.
-- entry_id: Identity of the entry (core.entry_identity).
-- first_edition: Number of the first edition of the run (core.entry_vintage).
-- last_edition: Number of the last one.
-- first_document: sha256 of the first edition.
-- last_document: sha256 of the last one.
-- first_cell: First cell of the entry in the first edition.
-- last_cell: First cell of the entry in the last one.
-- first_kept: What the first edition prints of that which an entry keeps. See core.dataflow_recognised.kept; empty or null where it prints nothing.
-- last_kept: The same of the last edition.
-- stands_from: Since when the first edition speaks, UTC.
-- stands_to: Until when the last one speaks (exclusive), UTC; null while it still does.
create table core.entry_stay (
    dataflow       varchar not null,
    entry_id       varchar not null,
    first_edition  bigint not null,
    last_edition   bigint not null,
    first_document varchar not null,
    last_document  varchar not null,
    first_cell     varchar not null,
    last_cell      varchar not null,
    first_kept     varchar[] not null,
    last_kept      varchar[] not null,
    stands_from    timestamp not null,
    stands_to      timestamp
);
