-- One row a decision of a person (onrecord accept, onrecord forget), in the order in which they were taken.
-- What a person decided about documents: archive/decisions.jsonl. Written anew by every load.
-- decision: accept: what was refused of the document is no failure. forget: the document was imported by mistake and leaves the warehouse; its bytes stay in the archive.
-- document_id: sha256 of the document.
-- table_name: Refused table that is accepted, by dataflow or title; null for all that was refused of the document.
-- parser_hash: Parser whose refusal is accepted: that of another version does not count. Null where the document is forgotten.
-- why: Why, in words.
-- decided_at: When it was decided, UTC.
create table raw.decision (
    decision    varchar not null,
    document_id varchar not null,
    table_name  varchar,
    parser_hash varchar,
    why         varchar not null,
    decided_at  timestamp not null
);
