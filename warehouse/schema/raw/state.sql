-- What this warehouse was built with, and when it last changed. Hashes of its schema, of its views and seeds, of the
-- bundled history, and the times of its last changes (UTC, ISO 8601). Key: name.
-- name: Name of the fact. One of schema_hash, definitions_hash, history_hash, loaded_at, published_at.
-- value: The fact.
create table raw.state (
    name  varchar not null,
    value varchar not null
);
