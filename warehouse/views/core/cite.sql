-- A figure as a reference names it: its table and cell, then its document.
-- The document as core.citation says it; what is null is left out. It names no other object, so it works in every database that is attached.
create or replace macro cite(table_title, sheet, cell, citation) as
concat_ws(', ', '“' || table_title || '”', concat_ws('!', sheet, cell), citation);
