-- The things that are counted, as the sources declare them (METRICS of their modules). Written anew by every load.
create table core.metric (
    metric            varchar not null,
    source_id         varchar not null,
    title             varchar not null,
    unit              varchar not null,
    kind              varchar not null,
    definition        varchar not null,
    definition_source varchar not null
);
comment on table core.metric is 'One row a thing that a source counts or measures, by that publisher''s definition. Key: metric, source_id; join it on both.';
comment on column core.metric.metric is 'Name of the metric: book_ins. Two sources may count what has one name.';
comment on column core.metric.source_id is 'Source that counts it.';
comment on column core.metric.title is 'What to call it in a heading.';
comment on column core.metric.unit is 'Unit of its values: persons, days, USD, fraction.';
comment on column core.metric.kind is 'stock (on a day), flow (in a period; a year to date adds up its months), average (over a period) or share (a part of 1). Stocks and flows add up.';
comment on column core.metric.definition is 'The publisher''s own definition.';
comment on column core.metric.definition_source is 'Where the publisher gives that definition.';
