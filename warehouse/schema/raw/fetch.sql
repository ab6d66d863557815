-- One row an attempt to get an address, or a sighting of bytes by somebody else. That is an archive, or a publisher's
-- claim. The fetch log of the archive, and the sightings that come with the bundled history. Written anew by every
-- load. Key: fetch_id.
-- fetch_id: Name of the attempt in the archive's log. A sighting that came with the bundled history is history/…
-- source_id: Source for which the address was asked; null where it belongs to none.
-- url: Address asked for.
-- final_url: Address that answered after redirects. Null where it is the one asked for, or nothing answered.
-- outcome: How it ended. One of ok, not_modified, unreachable, blocked, refused_by_robots, bad_content, too_large, failed.
-- http_status: Status code of the answer; null where there was none.
-- fetched_at: When we wrote this line of the log, UTC. Null for a sighting from the bundled history.
-- observed_at: When the bytes were seen at this address, UTC. By us or by an archive, or as it is claimed that they were there. Null where nobody says.
-- basis: What observed_at rests on: live, archive_capture, publisher_claim or unknown. Our own fetch is live; a publisher_claim is a day in a name; unknown has no date.
-- contradicted: Whether the bytes cannot have been there at observed_at. For its day lies before the day on which the file says it was last saved, and the basis is not our own fetch. Such a sighting does not count for known_from.
-- forgotten: Whether the document was to be forgotten after this line was written. By a decision (raw.decision): the line does not count, and makes the bytes no document.
-- document_id: sha256 of the bytes that came or that were confirmed unchanged. Null where none did.
-- media_type: Media type of the answer.
-- size: Length of the bytes.
-- etag: Validator ETag of the answer, as sent.
-- last_modified: Validator Last-Modified of the answer, as sent.
-- warc: File of the archive that holds the record. Null for attempts without a response and for the bundled history.
-- warc_offset: Position of the record in that file, in bytes.
-- published_at: When the document was published, UTC. As the page that named the address, or who imported the file, says.
-- published_on: The day on which it was published, where the publisher sits. As who imported the file says.
-- title: Title of the document, as who imported the file says.
-- part_of: sha256 of the file or answer that the document was cut out of. The file's own line names itself, for it is no document; null where nothing was cut.
-- message: What went wrong, in words.
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
