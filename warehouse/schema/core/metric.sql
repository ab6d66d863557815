-- The things that are counted. Content: seeds/metric.csv.
create table core.metric (
    metric     varchar not null,
    title      varchar not null,
    unit       varchar not null,
    kind       varchar not null,
    definition varchar,
    definition_source varchar
);
comment on table core.metric is 'One row a thing that is counted or measured. Key: metric.';
comment on column core.metric.metric is 'Name of the metric: book_ins.';
comment on column core.metric.title is 'What to call it in a heading.';
comment on column core.metric.unit is 'Unit of its values: persons, days, USD, fraction.';
comment on column core.metric.kind is 'stock (on a day), flow (in a period; a year to date adds up its months), average (over a period) or share (a part of 1).';
comment on column core.metric.definition is 'The publisher''s own definition.';
comment on column core.metric.definition_source is 'Where the publisher gives that definition.';
