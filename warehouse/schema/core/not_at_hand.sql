-- One row an edition that is known to be published and that could not be had. It says nothing here until its bytes
-- come; then the row is void (core.edition_not_at_hand). Content: seeds/not_at_hand.csv. Key: url.
-- source_id: Source to which it belongs.
-- url: Address at which it was published.
-- document_id: sha256 of its bytes, where others give it; else null.
-- data_through: Day up to which its data run, as others say or its name does. Null where neither.
-- known: What is known of it.
-- evidence: How we know that it exists.
create table core.not_at_hand (
    source_id    varchar not null,
    url          varchar not null,
    document_id  varchar,
    data_through date,
    known        varchar not null,
    evidence     varchar not null
);
