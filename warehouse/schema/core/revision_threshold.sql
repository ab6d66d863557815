-- One row a unit and kind of metric: from which difference on a revision is told. Key: unit, kind.
-- Of several rows that fit a metric the one of its kind goes before the one of its unit (seeds/revision_threshold.csv).
-- unit: Unit of the metric (core.metric.unit); * for every other one.
-- kind: Kind of the metric (core.metric.kind): stock, flow, average, share; * for all.
-- absolute: Least difference, in the unit.
-- relative: Least difference as a part of the older value.
-- why: Why there.
create table core.revision_threshold (
    unit     varchar not null,
    kind     varchar not null,
    absolute double not null,
    relative double not null,
    why      varchar not null
);
