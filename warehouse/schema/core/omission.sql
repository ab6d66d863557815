-- One row a numeric cell of a visible sheet that is left out, with the reason. Or a range of them, of a table that is
-- not read. Holds records.OMISSION with the document. Key: document_id, sheet, cell.
-- document_id: sha256 of the document.
-- sheet: Sheet, as printed.
-- cell: Cell: B12; a range: B12:B40.
-- reason: Why it is no figure: zip_code, year_header, serial_number …
-- value_text: The cell as printed; null of a range.
-- cells: How many numeric cells these are.
create table core.omission (
    document_id varchar not null,
    sheet       varchar,
    cell        varchar not null,
    reason      varchar not null,
    value_text  varchar,
    cells       integer not null
);
