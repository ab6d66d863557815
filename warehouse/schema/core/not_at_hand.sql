-- Editions that are known to exist and whose bytes could not be had. Content: seeds/not_at_hand.csv.
create table core.not_at_hand (
    source_id    varchar not null,
    url          varchar not null,
    document_id  varchar,
    data_through date,
    known        varchar not null,
    evidence     varchar not null
);
comment on table core.not_at_hand is 'One row an edition that a publisher is known to have published and that could not be had. It says nothing here until its bytes come; then the row is void (core.edition_not_at_hand). Key: url.';
comment on column core.not_at_hand.source_id is 'Source to which it belongs.';
comment on column core.not_at_hand.url is 'Address at which it was published.';
comment on column core.not_at_hand.document_id is 'sha256 of its bytes, where others give it; else null.';
comment on column core.not_at_hand.data_through is 'Day up to which its data run, as others say or its name does; null where neither.';
comment on column core.not_at_hand.known is 'What is known of it.';
comment on column core.not_at_hand.evidence is 'How we know that it exists.';
