-- What the topic filter left out: listings.jsonl of the archive. A load adds what the log has more than before.
create table raw.left_out (
    source_id varchar not null,
    url       varchar not null,
    title     varchar,
    run_at    timestamp not null,
    list_url  varchar not null,
    terms     varchar
);
comment on table raw.left_out is 'One row an address that a list named and the topic filter left out, as the first run said that did so. It may have been fetched since, by other terms: see raw.fetch. Key: source_id, url.';
comment on column raw.left_out.source_id is 'Source whose document it would be.';
comment on column raw.left_out.url is 'The address.';
comment on column raw.left_out.title is 'Title that the list gave it; null where it gave none.';
comment on column raw.left_out.run_at is 'When that run began with this source, UTC.';
comment on column raw.left_out.list_url is 'Address of the list that named it.';
comment on column raw.left_out.terms is 'Version of the filter''s terms then, which stand in terms-….json of the archive.';
