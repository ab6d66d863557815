-- One row a published table, or a whole document, that was refused at reading. Nothing of it is an observation. Holds
-- records.REFUSAL with the document.
-- document_id: sha256 of the document.
-- sheet: Sheet, as printed; null where the whole document was refused.
-- dataflow: Published table. Null where only a title is known, or the whole document was refused.
-- table_title: Title of the table, as printed.
-- outcome: Kind of error. One of not_an_article, layout_changed, empty_release, bad_content, reader_failed, reader_died, archive_damaged, error, not_declared, title_unknown.
-- expected: What was expected.
-- found: What was found.
-- remedy: What to do.
create table core.refusal (
    document_id varchar not null,
    sheet       varchar,
    dataflow    varchar,
    table_title varchar,
    outcome     varchar not null,
    expected    varchar,
    found       varchar,
    remedy      varchar
);
