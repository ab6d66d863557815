-- One row a rule that the warehouse was checked by, those that hold included. Key: rule.
-- The rules of warehouse/checks, and how many places break each. Written anew by warehouse/check.py.
-- rule: Name of the rule: months_add_up is warehouse/checks/months_add_up.sql.
-- severity: error (a fault of ours: stops publishing) or finding (reported, and published as it stands).
-- title: The rule in a sentence.
-- description: What is compared with what, and what is not.
-- findings: Places that break it (core.finding).
create table core.rule (
    rule        varchar not null,
    severity    varchar not null,
    title       varchar not null,
    description varchar not null,
    findings    integer not null
);
