-- What this warehouse was built with: hashes of its schema, of its views and seeds, of the bundled history, and the times of its last changes (UTC, ISO 8601). Key: name.
-- What this file was built with.
-- name: Name of the fact: schema_hash, definitions_hash, history_hash, loaded_at, published_at.
-- value: The fact.
create table raw.state (
    name  varchar not null,
    value varchar not null
);
