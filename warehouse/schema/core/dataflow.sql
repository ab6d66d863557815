-- One row a published table, under one name through all its renamings. Declared by the sources (DATAFLOWS of their
-- modules). Written anew by every load. Key: dataflow.
-- dataflow: Name of the table: ice.book_ins_by_arresting_agency.
-- source_id: Source that publishes it.
-- title: What to call it in a heading.
-- metrics: What it counts, of core.metric; nothing where it is a list.
-- dimensions: Names of the dimensions of its series keys, or entry keys. The dimension entry, which tells apart what a document prints twice, may stand beside them.
-- attributes: Names of the attributes of its entries, where it is a list. None of a table of figures.
-- apart: Those of its dimensions that tell different things apart. Of these there is no sum: a definition that changed.
-- may_fall: Parts of a year to date that may become fewer: reason=transferred. For they are counted elsewhere later.
-- absence: What a series that is missing means: withdrawn, zero or not_listed. Missing is one that an edition does not print and the one before had.
-- rounded_to: Last digit of its counts where they are printed rounded: 1000. Where they are exact, 0.
-- refresh: How often its figures are renewed. With each edition (edition), or in the publisher's own rhythm.
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
