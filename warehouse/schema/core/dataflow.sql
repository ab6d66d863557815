-- The published tables under one name through all their renamings, as the sources declare them (DATAFLOWS of their modules).
-- Written anew by every load.
create table core.dataflow (
    dataflow   varchar not null,
    source_id  varchar not null,
    title      varchar not null,
    metrics    varchar[] not null,
    dimensions varchar[] not null,
    attributes varchar[] not null,
    apart      varchar[] not null,
    may_fall   varchar[] not null,
    absence    varchar not null,
    rounded_to double not null,
    refresh    varchar not null,
    note       varchar
);
comment on table core.dataflow is 'One row a published table, under one name through all its renamings. Key: dataflow.';
comment on column core.dataflow.dataflow is 'Name of the table: ice.book_ins_by_arresting_agency.';
comment on column core.dataflow.source_id is 'Source that publishes it.';
comment on column core.dataflow.title is 'What to call it in a heading.';
comment on column core.dataflow.metrics is 'What it counts, of core.metric; nothing where it is a list.';
comment on column core.dataflow.dimensions is 'Names of the dimensions of its series keys, or entry keys; entry, which tells apart what a document prints twice, may stand beside them.';
comment on column core.dataflow.attributes is 'Names of the attributes of its entries, where it is a list; none of a table of figures.';
comment on column core.dataflow.apart is 'Those of its dimensions that tell different things apart, of which there is no sum: a definition that changed.';
comment on column core.dataflow.may_fall is 'Parts of a year to date that may become fewer, for they are counted elsewhere later: reason=transferred.';
comment on column core.dataflow.absence is 'What it means where an edition does not print a series that the one before had: withdrawn, zero or not_listed.';
comment on column core.dataflow.rounded_to is 'Last digit of its counts where they are printed rounded: 1000; 0 where they are exact.';
comment on column core.dataflow.refresh is 'How often its figures are renewed: edition (with each edition), or the publisher''s own rhythm.';
comment on column core.dataflow.note is 'What to beware of.';
