-- One row an address that a list named and the topic filter left out. As the first run said that did so: it may have
-- been fetched since, by other terms (raw.fetch). From listings.jsonl of the archive: a load adds what the log has more
-- than before. Key: source_id, url.
-- source_id: Source whose document it would be.
-- url: The address.
-- title: Title that the list gave it; null where it gave none.
-- run_at: When that run began with this source, UTC.
-- list_url: Address of the list that named it.
-- terms: Version of the filter's terms then, which stand in terms-….json of the archive.
create table raw.left_out (
    source_id varchar not null,
    url       varchar not null,
    title     varchar,
    run_at    timestamp not null,
    list_url  varchar not null,
    terms     varchar
);
