-- One row a thing that the parser noticed in a document and a person should know; it did not stop the load.
-- What a parser noticed and a person should know: records.NOTICE with the document.
-- document_id: sha256 of the document.
-- sheet: Sheet, as printed; null where the notice is of the whole document.
-- cell: Cell; null where the notice is of the whole sheet.
-- kind: Kind of notice: hidden_sheet, unknown_table, date_slipped, fiscal_year_disagrees …
-- expected: What was expected.
-- found: What was found.
-- message: The same in a sentence.
create table core.notice (
    document_id varchar not null,
    sheet       varchar,
    cell        varchar,
    kind        varchar not null,
    expected    varchar,
    found       varchar,
    message     varchar
);
