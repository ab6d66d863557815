-- The sheets of each workbook, the pages of each PDF, and each delimited text as one, for coverage: records.SHEET with the document.
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
comment on table core.sheet is 'One row a sheet of a workbook, a page of a PDF, or a delimited text, so that coverage can be counted: numeric_cells = observed_cells + entry_cells + axis_cells + omitted_cells. Key: document_id, position.';
comment on column core.sheet.document_id is 'sha256 of the document.';
comment on column core.sheet.sheet is 'Name of the sheet, as printed; null in a delimited text and a PDF.';
comment on column core.sheet.position is 'Place among the sheets of the workbook or the pages of the PDF, from 0.';
comment on column core.sheet.visible is 'False for a hidden sheet, which is not read.';
comment on column core.sheet.numeric_cells is 'Cells that hold a number which is no date.';
comment on column core.sheet.observed_cells is 'Numeric cells that are observations.';
comment on column core.sheet.entry_cells is 'Numeric cells that are attributes of an entry.';
comment on column core.sheet.axis_cells is 'Numeric cells that are read into a period, a dimension or a label.';
comment on column core.sheet.omitted_cells is 'Numeric cells left out with a named reason (core.omission).';
