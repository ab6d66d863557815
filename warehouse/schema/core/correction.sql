-- One row a cell whose figure a person has corrected. Key: document_id, sheet, cell.
-- From corrections.csv of the package and of the data folder, written anew by every load. A figure stays as printed (value);
-- value_corrected stands beside it.
-- document_id: sha256 of the document that prints the figure.
-- sheet: Its sheet; empty in CSV and PDF.
-- cell: The cell.
-- expected: What is printed there. Where it is another figure, the load fails.
-- corrected: What it must have been.
-- evidence: Why, and whence it is known.
-- decided_at: Day on which somebody decided it.
create table core.correction (
    document_id varchar not null,
    sheet       varchar not null,
    cell        varchar not null,
    expected    double not null,
    corrected   double not null,
    evidence    varchar not null,
    decided_at  date not null
);
