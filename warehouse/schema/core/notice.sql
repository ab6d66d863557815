-- One row a thing that a parser noticed in a document and a person should know. It did not stop the load. Holds
-- records.NOTICE with the document.
-- document_id: sha256 of the document.
-- sheet: Sheet, as printed; null where the notice is of the whole document.
-- cell: Cell; null where the notice is of the whole sheet.
-- kind: Kind of notice. Such as hidden_sheet, unknown_table, date_slipped, fiscal_year_disagrees …
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
