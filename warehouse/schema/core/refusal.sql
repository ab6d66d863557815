-- What was refused at reading: records.REFUSAL with the document.
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
comment on table core.refusal is 'One row a published table, or a whole document, that was refused at reading: nothing of it is an observation.';
comment on column core.refusal.document_id is 'sha256 of the document.';
comment on column core.refusal.sheet is 'Sheet, as printed; null where the whole document was refused.';
comment on column core.refusal.dataflow is 'Published table; null where only a title is known, or the whole document was refused.';
comment on column core.refusal.table_title is 'Title of the table, as printed.';
comment on column core.refusal.outcome is 'Kind of error: not_an_article, layout_changed, empty_release, bad_content, reader_failed, reader_died, archive_damaged, error, not_declared, title_unknown.';
comment on column core.refusal.expected is 'What was expected.';
comment on column core.refusal.found is 'What was found.';
comment on column core.refusal.remedy is 'What to do.';
