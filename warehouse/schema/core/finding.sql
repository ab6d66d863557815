-- What the checks found. Written anew by warehouse/check.py.
create table core.finding (
    rule              varchar not null,
    severity          varchar not null,
    document_id       varchar,
    sheet             varchar,
    cell              varchar,
    other_document_id varchar,
    other_sheet       varchar,
    other_cell        varchar,
    series_key        varchar,
    time_period       varchar,
    expected          varchar,
    found             varchar,
    message           varchar
);
comment on table core.finding is 'One row a place that breaks a rule of warehouse/checks. An error is a fault of ours and stops publishing; a finding is a slip of the publisher, or a fact that a person should know: it is published as it stands.';
comment on column core.finding.rule is 'Rule that is broken, of core.rule.';
comment on column core.finding.severity is 'error or finding.';
comment on column core.finding.document_id is 'sha256 of the document in which it shows.';
comment on column core.finding.sheet is 'Sheet of that document.';
comment on column core.finding.cell is 'Cell that is judged; of a whole sheet its first figure.';
comment on column core.finding.other_document_id is 'Document of the cells it is judged by, where that is another one.';
comment on column core.finding.other_sheet is 'Sheet of the cells it is judged by.';
comment on column core.finding.other_cell is 'Cells it is judged by: C39:N39 a range, C20 + D20 the parts of a sum.';
comment on column core.finding.series_key is 'Series of the judged cell.';
comment on column core.finding.time_period is 'Period of the judged cell.';
comment on column core.finding.expected is 'What the rule expects.';
comment on column core.finding.found is 'What stands there.';
comment on column core.finding.message is 'What is wrong, in a sentence.';
