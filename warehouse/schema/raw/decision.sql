-- One row a decision of a person about a document, in the order they were taken. Those of onrecord accept and onrecord
-- forget, in archive/decisions.jsonl. Written anew by every load.
-- decision: accept or forget. Of accept what was refused of the document is no failure; of forget the document was imported by mistake and leaves the warehouse; its bytes stay in the archive.
-- document_id: sha256 of the document.
-- table_name: Refused table that is accepted, by dataflow or title. Null for all that was refused of the document.
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
