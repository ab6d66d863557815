-- One row a document that speaks for a list, with the time during which it does. That is from valid_from until, but not
-- at, valid_to. A list speaks as a whole: what it does not list is not on it, and one that prints its header alone says
-- that nothing is. Of several known at one moment the lower have no time to speak. Built by
-- schema/derived/entry_vintage.sql after each load. Key: dataflow, document_id.
-- dataflow: Published list.
-- document_id: sha256 of the document that speaks.
-- edition: Its number among the documents that have spoken for the list, from 1.
-- valid_from: Since when it speaks, UTC.
-- valid_to: Until when it speaks (exclusive), UTC; null while it still does.
-- is_current: Whether it still speaks.
create table core.entry_vintage (
    dataflow    varchar not null,
    document_id varchar not null,
    edition     bigint not null,
    valid_from  timestamp not null,
    valid_to    timestamp,
    is_current  boolean not null
);
