-- One row an entry and vintage, of the documents that speak for their list. With the time during which they do
-- (valid_from inclusive, valid_to exclusive, UTC). What is listed now: is_current. What was listed at a moment:
-- entries_as_of(moment).
-- entry_id: Identity of the entry through renamings and corrections. The key under which it was listed first (core.entry_identity).
-- edition: Number of the document among those that have spoken for the list.
-- resaved: Whether the bytes are a copy that somebody saved again after its capture. See core.resaved.
-- valid_from: Since when its document speaks for the list, UTC.
-- valid_to: Until when (exclusive), UTC; null while it still does.
-- is_current: Whether it still does.
-- *: The columns of core.entry.
create or replace view core.entry_spoken as
select
    entry.*,
    identity.entry_id,
    vintage.edition,
    entry.document_id in (select document_id from core.resaved) as resaved,
    vintage.valid_from,
    vintage.valid_to,
    vintage.is_current
from core.entry as entry
inner join core.entry_vintage as vintage on vintage.document_id = entry.document_id and vintage.dataflow = entry.dataflow
inner join core.entry_identity as identity on identity.dataflow = entry.dataflow and identity.entry_key = entry.entry_key;
