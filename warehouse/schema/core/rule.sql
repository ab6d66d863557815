-- One row a rule of warehouse/checks, with how many places break it. Those that hold are here too. Written anew by
-- warehouse/check.py. Key: rule.
-- rule: Name of the rule: months_add_up is warehouse/checks/months_add_up.sql.
-- severity: error (stops publishing) or finding (is published as it stands). An error is a fault of ours; a finding is reported.
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
