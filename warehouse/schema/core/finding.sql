-- One row a place that breaks a rule of warehouse/checks. An error is a fault of ours and stops publishing; a finding
-- is a slip of the publisher, or a fact that a person should know: it is published as it stands. Written anew by
-- warehouse/check.py.
-- rule: Rule that is broken, of core.rule.
-- severity: error or finding.
-- document_id: sha256 of the document in which it shows.
-- sheet: Sheet of that document.
-- cell: Cell that is judged; of a whole sheet its first figure.
-- other_document_id: Document of the cells it is judged by, where that is another one.
-- other_sheet: Sheet of the cells it is judged by.
-- other_cell: Cells it is judged by: C39:N39 a range, C20 + D20 the parts of a sum.
-- series_key: Series of the judged cell.
-- time_period: Period of the judged cell.
-- expected: What the rule expects.
-- found: What stands there.
-- message: What is wrong, in a sentence.
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
