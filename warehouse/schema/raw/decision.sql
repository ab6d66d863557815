-- What a person decided about documents: archive/decisions.jsonl. Written anew by every load.
create table raw.decision (
    decision    varchar not null,
    document_id varchar not null,
    table_name  varchar,
    parser_hash varchar,
    why         varchar not null,
    decided_at  timestamp not null
);
comment on table raw.decision is 'One row a decision of a person (onrecord accept, onrecord forget), in the order in which they were taken.';
comment on column raw.decision.decision is 'accept: what was refused of the document is no failure. forget: the document was imported by mistake and leaves the warehouse; its bytes stay in the archive.';
comment on column raw.decision.document_id is 'sha256 of the document.';
comment on column raw.decision.table_name is 'Refused table that is accepted, by dataflow or title; null for all that was refused of the document.';
comment on column raw.decision.parser_hash is 'Parser whose refusal is accepted: that of another version does not count. Null where the document is forgotten.';
comment on column raw.decision.why is 'Why, in words.';
comment on column raw.decision.decided_at is 'When it was decided, UTC.';
