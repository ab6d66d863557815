-- One row a sheet of a workbook, a page of a PDF, or a delimited text as one. So that coverage can be counted:
-- numeric_cells = observed_cells + entry_cells + axis_cells + omitted_cells. Holds records.SHEET with the
-- document. Key: document_id, position.
-- document_id: sha256 of the document.
-- sheet: Name of the sheet, as printed; null in a delimited text and a PDF.
-- position: Place among the sheets of the workbook or the pages of the PDF, from 0.
-- visible: False for a hidden sheet, which is not read.
-- numeric_cells: Cells that hold a number which is no date.
-- observed_cells: Numeric cells that are observations.
-- entry_cells: Numeric cells that are attributes of an entry.
-- axis_cells: Numeric cells that are read into a period, a dimension or a label.
-- omitted_cells: Numeric cells left out with a named reason (core.omission).
create table core.sheet (
    document_id    varchar not null,
    sheet          varchar,
    position       integer not null,
    visible        boolean not null,
    numeric_cells  integer not null,
    observed_cells integer not null,
    entry_cells    integer not null,
    axis_cells     integer not null,
    omitted_cells  integer not null
);
