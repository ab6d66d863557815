-- What a parser noticed and a person should know: records.NOTICE with the document.
create table core.notice (
    document_id varchar not null,
    sheet       varchar,
    cell        varchar,
    kind        varchar not null,
    expected    varchar,
    found       varchar,
    message     varchar
);
comment on table core.notice is 'One row a thing that the parser noticed in a document and a person should know; it did not stop the load.';
comment on column core.notice.document_id is 'sha256 of the document.';
comment on column core.notice.sheet is 'Sheet, as printed; null where the notice is of the whole document.';
comment on column core.notice.cell is 'Cell; null where the notice is of the whole sheet.';
comment on column core.notice.kind is 'Kind of notice: hidden_sheet, unknown_table, date_slipped, fiscal_year_disagrees …';
comment on column core.notice.expected is 'What was expected.';
comment on column core.notice.found is 'What was found.';
comment on column core.notice.message is 'The same in a sentence.';
