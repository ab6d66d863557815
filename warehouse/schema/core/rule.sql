-- The rules of warehouse/checks, and how many places break each. Written anew by warehouse/check.py.
create table core.rule (
    rule        varchar not null,
    severity    varchar not null,
    title       varchar not null,
    description varchar not null,
    findings    integer not null
);
comment on table core.rule is 'One row a rule that the warehouse was checked by, those that hold included. Key: rule.';
comment on column core.rule.rule is 'Name of the rule: months_add_up is warehouse/checks/months_add_up.sql.';
comment on column core.rule.severity is 'error (a fault of ours: stops publishing) or finding (reported, and published as it stands).';
comment on column core.rule.title is 'The rule in a sentence.';
comment on column core.rule.description is 'What is compared with what, and what is not.';
comment on column core.rule.findings is 'Places that break it (core.finding).';
