-- From which difference on a revision is told (onrecord changes), by unit and kind of metric (seeds/revision_threshold.csv).
create table core.revision_threshold (
    unit     varchar not null,
    kind     varchar not null,
    absolute double not null,
    relative double not null,
    why      varchar not null
);
comment on table core.revision_threshold is 'One row a unit and kind of metric: from which difference on a revision is told. Key: unit, kind.';
comment on column core.revision_threshold.unit is 'Unit of the metric (core.metric.unit); * for every other one.';
comment on column core.revision_threshold.kind is 'Kind of the metric (core.metric.kind): stock, flow, average, share; * for all. Where several rows fit, kind decides before unit.';
comment on column core.revision_threshold.absolute is 'Least difference, in the unit.';
comment on column core.revision_threshold.relative is 'Least difference as a part of the older value.';
comment on column core.revision_threshold.why is 'Why there.';
