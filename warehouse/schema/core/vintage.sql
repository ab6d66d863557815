-- One row a document that speaks for a published table and period, and when. That is from valid_from until, but not at,
-- valid_to. Of several known at one moment the lower have no time to speak (valid_from = valid_to): no moment sees
-- them, core.change does. A text that takes back a figure of its version before speaks by printing nothing. A document
-- speaks at most once for a table and period. Built by schema/derived/vintage.sql after each load. Key: dataflow,
-- time_period, document_id.
-- dataflow: Published table.
-- time_period: Identity of the period.
-- document_id: sha256 of the document that speaks.
-- data_through: Day up to which this document's data of this table and period run. Where it prints none, its commonest day. A day after the document was first seen is a slip and counts as none. The document with the latest day speaks.
-- valid_from: Since when it speaks, UTC.
-- valid_to: Until when it speaks (exclusive), UTC; null while it still does.
-- is_current: Whether it still speaks.
create table core.vintage (
    dataflow     varchar not null,
    time_period  varchar not null,
    document_id  varchar not null,
    data_through date,
    valid_from   timestamp not null,
    valid_to     timestamp,
    is_current   boolean not null
);
