-- The published tables under one name through all their renamings. Content: seeds/dataflow.csv.
create table core.dataflow (
    dataflow   varchar not null,
    source_id  varchar not null,
    title      varchar not null,
    dimensions varchar,
    refresh    varchar,
    note       varchar
);
comment on table core.dataflow is 'One row a published table, under one name through all its renamings. Key: dataflow.';
comment on column core.dataflow.dataflow is 'Name of the table: ice.book_ins_by_arresting_agency.';
comment on column core.dataflow.source_id is 'Source that publishes it.';
comment on column core.dataflow.title is 'What to call it in a heading.';
comment on column core.dataflow.dimensions is 'Names of the dimensions of its series keys, separated by blanks.';
comment on column core.dataflow.refresh is 'How often its figures are renewed: edition (with each edition), or the publisher''s own rhythm.';
comment on column core.dataflow.note is 'What to beware of.';
