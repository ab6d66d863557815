-- Numeric cells that are no figures: records.OMISSION with the document.
create table core.omission (
    document_id varchar not null,
    sheet       varchar,
    cell        varchar not null,
    reason      varchar not null,
    value_text  varchar,
    cells       integer not null
);
comment on table core.omission is 'One row a numeric cell of a visible sheet that is left out, with the reason; or a range of them, of a table that is not read. Key: document_id, sheet, cell.';
comment on column core.omission.document_id is 'sha256 of the document.';
comment on column core.omission.sheet is 'Sheet, as printed.';
comment on column core.omission.cell is 'Cell: B12; a range: B12:B40.';
comment on column core.omission.reason is 'Why it is no figure: zip_code, year_header, serial_number …';
comment on column core.omission.value_text is 'The cell as printed; null of a range.';
comment on column core.omission.cells is 'How many numeric cells these are.';
