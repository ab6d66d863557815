-- How long each entry stood on its list without a break. Built by schema/derived/entry_stay.sql after each load.
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
    stands_to      timestamp not null
);
comment on table core.entry_stay is 'One row a run of editions, one after the other, that all print an entry. Key: dataflow, entry_id, first_edition.';
comment on column core.entry_stay.dataflow is 'Published list.';
comment on column core.entry_stay.entry_id is 'Identity of the entry (core.entry_identity).';
comment on column core.entry_stay.first_edition is 'Number of the first edition of the run (core.entry_vintage).';
comment on column core.entry_stay.last_edition is 'Number of the last one.';
comment on column core.entry_stay.first_document is 'sha256 of the first edition.';
comment on column core.entry_stay.last_document is 'sha256 of the last one.';
comment on column core.entry_stay.first_cell is 'First cell of the entry in the first edition.';
comment on column core.entry_stay.last_cell is 'First cell of the entry in the last one.';
comment on column core.entry_stay.first_kept is 'What the first edition prints of that which an entry keeps (core.dataflow_recognised.kept); empty or null where it prints nothing.';
comment on column core.entry_stay.last_kept is 'The same of the last edition.';
comment on column core.entry_stay.stands_from is 'Since when the first edition speaks, UTC.';
comment on column core.entry_stay.stands_to is 'Until when the last one speaks (exclusive), UTC; infinity where it still does.';
