-- One row a thing that a source counts or measures, by that publisher's definition. Key: metric, source_id; join it on both.
-- The things that are counted, as the sources declare them (METRICS of their modules). Written anew by every load.
-- metric: Name of the metric: book_ins. Two sources may count what has one name.
-- source_id: Source that counts it.
-- title: What to call it in a heading.
-- unit: Unit of its values: persons, days, USD, fraction.
-- kind: stock (on a day), flow (in a period; a year to date adds up its months), average (over a period) or share (a part of 1). Stocks and flows add up.
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
