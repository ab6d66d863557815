-- One row a document: a distinct sequence of bytes that a source published. Key: document_id.
-- document_id: sha256 of the bytes, in hexadecimal.
-- source_id: Source whose parser reads it.
-- url: Address of its first dated sighting. An address that nobody dates, or the name of an imported file, only where there is no other.
-- media_type: Media type, as sent or as the file shows.
-- size: Length of the bytes.
-- title: Title that the document gives itself.
-- scope: What it covers, in its own words: FY2025.
-- published_at: When the document, or the page that released it, says it was published. UTC, never from a file name.
-- saved_at: When the file was last saved, by its own properties, UTC.
-- data_through: The commonest day up to which its tables run. Stands in for a table that prints none.
-- known_from: Since when the public could know it, UTC. Its earliest sighting that the bytes do not contradict; else its save; else the day after the last day of its data, which is a bound: it was known then or later. Never our import. Null where nothing is known: such a document never speaks.
-- known_from_basis: What known_from rests on: live, archive_capture, publisher_claim, saved, data. A publisher_claim may also be the day that an article prints; saved is the file's own save; data the day after the last day of its data: a bound, not a sighting.
-- bytes_held: Whether the archive holds the bytes. Else only the bundled history speaks of it.
-- first_seen_at: When we or a web archive first held the bytes, UTC. As known when it was last read: no day after it is believed, and an earlier sighting means reading it again. Null where nobody says, and for documents of the bundled history.
-- claimed_title: Title that who imported it gave it, for documents that have none themselves. That of the earliest claim in raw.fetch; another one means reading it again.
-- claimed_on: Day of publication as who imported it says, where the publisher sits. That of the earliest claim in raw.fetch.
-- claimed_at: Moment of publication as who imported it says, UTC. Null where only the day is claimed, or nothing.
-- outcome: How its last reading ended: ok, or the kind of error. Of an error (not_an_article, layout_changed, bad_content …) nothing is loaded; see raw.load.
-- parser_hash: Hash of the parser's source files with which it was last read. Another hash means reading it again.
create table raw.document (
    document_id      varchar not null,
    source_id        varchar not null,
    url              varchar not null,
    media_type       varchar not null,
    size             bigint,
    title            varchar,
    scope            varchar,
    published_at     timestamp,
    saved_at         timestamp,
    data_through     date,
    known_from       timestamp,
    known_from_basis varchar,
    bytes_held       boolean not null,
    first_seen_at    timestamp,
    claimed_title    varchar,
    claimed_on       date,
    claimed_at       timestamp,
    outcome          varchar not null,
    parser_hash      varchar not null
);
