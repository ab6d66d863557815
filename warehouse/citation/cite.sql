-- A figure as a reference names it: table, sheet and cell before what core.citation says of the document.
-- cite(table_title, sheet, cell, citation); what is null is left out. It names no table and so works in every database that is attached.
create or replace macro cite(table_title, sheet, cell, citation) as
concat_ws(', ', '“' || table_title || '”', concat_ws('!', sheet, cell), citation);
