-- One row a published table, under one name through all its renamings. Key: dataflow.
-- The published tables under one name through all their renamings, as the sources declare them (DATAFLOWS of their modules).
-- Written anew by every load.
-- dataflow: Name of the table: ice.book_ins_by_arresting_agency.
-- source_id: Source that publishes it.
-- title: What to call it in a heading.
-- metrics: What it counts, of core.metric; nothing where it is a list.
-- dimensions: Names of the dimensions of its series keys, or entry keys; entry, which tells apart what a document prints twice, may stand beside them.
-- attributes: Names of the attributes of its entries, where it is a list; none of a table of figures.
-- apart: Those of its dimensions that tell different things apart, of which there is no sum: a definition that changed.
-- may_fall: Parts of a year to date that may become fewer, for they are counted elsewhere later: reason=transferred.
-- absence: What it means where an edition does not print a series that the one before had: withdrawn, zero or not_listed.
-- rounded_to: Last digit of its counts where they are printed rounded: 1000; 0 where they are exact.
-- refresh: How often its figures are renewed: edition (with each edition), or the publisher's own rhythm.
-- note: What to beware of.
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
