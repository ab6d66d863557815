-- One row of a published list: records.ENTRY with the document it stands in.
create table core.entry (
    document_id varchar not null,
    sheet       varchar,
    cell        varchar not null,
    dataflow    varchar not null,
    entry_key   varchar not null,
    attributes  map(varchar, varchar) not null,
    table_title varchar
);
comment on table core.entry is 'One row a row of a list, in one document: what is listed, where, with what is printed beside it. Key: document_id, sheet, cell; in a document and dataflow entry_key too.';
comment on column core.entry.document_id is 'sha256 of the document that prints the row.';
comment on column core.entry.sheet is 'Sheet, as printed; null in CSV and PDF.';
comment on column core.entry.cell is 'Cell: the first of those that the key is made of.';
comment on column core.entry.dataflow is 'Published list, under one name through all its renamings.';
comment on column core.entry.entry_key is 'What is listed: dataflow and dimensions, the same in every edition, like a series key. entry=2 is the second row of that key in one document.';
comment on column core.entry.attributes is 'What the row says, by the name of the column (core.dataflow.attributes): as printed; empty where the cell is blank, null where it holds an error; a column that the list has not is not in it.';
comment on column core.entry.table_title is 'Title of the list in the publisher''s own words; null where it has none.';
