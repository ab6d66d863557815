-- The fetch log of the archive, and the sightings that come with the bundled history. Written anew by every load.
create table raw.fetch (
    fetch_id      varchar not null,
    source_id     varchar,
    url           varchar not null,
    final_url     varchar,
    outcome       varchar not null,
    http_status   integer,
    fetched_at    timestamp,
    observed_at   timestamp,
    basis         varchar not null,
    contradicted  boolean not null default false,
    forgotten     boolean not null default false,
    document_id   varchar,
    media_type    varchar,
    size          bigint,
    etag          varchar,
    last_modified varchar,
    warc          varchar,
    warc_offset   bigint,
    published_at  timestamp,
    published_on  date,
    title         varchar,
    part_of       varchar,
    message       varchar
);
comment on table raw.fetch is 'One row an attempt to get an address, or a sighting of bytes by somebody else (an archive, a publisher''s claim). Key: fetch_id.';
comment on column raw.fetch.fetch_id is 'Name of the attempt in the archive''s log; history/… for a sighting that came with the bundled history.';
comment on column raw.fetch.source_id is 'Source for which the address was asked; null where it belongs to none.';
comment on column raw.fetch.url is 'Address asked for.';
comment on column raw.fetch.final_url is 'Address that answered after redirects; null where it is the one asked for, or nothing answered.';
comment on column raw.fetch.outcome is 'ok, not_modified, unreachable, blocked, refused_by_robots, bad_content, too_large or failed.';
comment on column raw.fetch.http_status is 'Status code of the answer; null where there was none.';
comment on column raw.fetch.fetched_at is 'When we wrote this line of the log, UTC; null for a sighting from the bundled history.';
comment on column raw.fetch.observed_at is 'When the bytes were seen at this address, by us or by an archive, or are claimed to have been there, UTC; null where nobody says.';
comment on column raw.fetch.basis is 'What observed_at rests on: live (our own fetch), archive_capture, publisher_claim (a day in a name), unknown (no date).';
comment on column raw.fetch.contradicted is 'True where the day of observed_at lies before the day on which the file says it was last saved, and the basis is not our own fetch: the bytes cannot have been there. Such a sighting does not count for known_from.';
comment on column raw.fetch.forgotten is 'True where the document was to be forgotten after this line was written (raw.decision): it does not count, and makes the bytes no document.';
comment on column raw.fetch.document_id is 'sha256 of the bytes that came or that were confirmed unchanged; null where none did.';
comment on column raw.fetch.media_type is 'Media type of the answer.';
comment on column raw.fetch.size is 'Length of the bytes.';
comment on column raw.fetch.etag is 'Validator ETag of the answer, as sent.';
comment on column raw.fetch.last_modified is 'Validator Last-Modified of the answer, as sent.';
comment on column raw.fetch.warc is 'File of the archive that holds the record; null for attempts without a response and for the bundled history.';
comment on column raw.fetch.warc_offset is 'Position of the record in that file, in bytes.';
comment on column raw.fetch.published_at is 'When the page that named the address, or who imported the file, says the document was published, UTC.';
comment on column raw.fetch.published_on is 'The day on which it was published where the publisher sits, as who imported the file says.';
comment on column raw.fetch.title is 'Title of the document, as who imported the file says.';
comment on column raw.fetch.part_of is 'sha256 of the file or answer that the document was cut out of; the file''s own line names itself, for it is no document; null where nothing was cut.';
comment on column raw.fetch.message is 'What went wrong, in words.';
