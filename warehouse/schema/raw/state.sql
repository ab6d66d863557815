-- What this file was built with.
create table raw.state (
    name  varchar not null,
    value varchar not null
);
comment on table raw.state is 'What this warehouse was built with: hashes of its schema, of its views and seeds, of the bundled history, and the times of its last changes (UTC, ISO 8601). Key: name.';
comment on column raw.state.name is 'Name of the fact: schema_hash, definitions_hash, history_hash, loaded_at, published_at.';
comment on column raw.state.value is 'The fact.';
