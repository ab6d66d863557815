-- One row a thing that a source counts or measures, as that publisher defines it. Declared by the sources (METRICS of
-- their modules). Join it on both columns of its key. Written anew by every load. Key: metric, source_id.
-- metric: Name of the metric: book_ins. Two sources may count what has one name.
-- source_id: Source that counts it.
-- title: What to call it in a heading.
-- unit: Unit of its values: persons, days, USD, fraction.
-- kind: stock (on a day), flow (in a period), average (over a period) or share. A share is a part of 1. A flow's year to date adds up its months. Stocks and flows add up.
-- definition: The publisher's own definition.
-- definition_source: Where the publisher gives that definition.
create table core.metric (
    metric            varchar not null,
    source_id         varchar not null,
    title             varchar not null,
    unit              varchar not null,
    kind              varchar not null,
    definition        varchar not null,
    definition_source varchar not null
);
