-- One row a row of a list, in one document. What is listed, where, with what is printed beside it: records.ENTRY with
-- the document. Key: document_id, sheet, cell; in a document and dataflow entry_key too.
-- document_id: sha256 of the document that prints the row.
-- sheet: Sheet, as printed; null in CSV and PDF.
-- cell: Cell: the first of those that the key is made of.
-- dataflow: Published list, under one name through all its renamings.
-- entry_key: What is listed, the same in every edition: dataflow and dimensions. Like a series key; entry=2 is the second row of that key in one document.
-- attributes: What the row says, by the name of the column (core.dataflow.attributes). As printed; empty where the cell is blank, null where it holds an error; a column that the list has not is not in it.
-- table_title: Title of the list in the publisher's own words; null where it has none.
create table core.entry (
    document_id varchar not null,
    sheet       varchar,
    cell        varchar not null,
    dataflow    varchar not null,
    entry_key   varchar not null,
    attributes  map(varchar, varchar) not null,
    table_title varchar
);
