-- One row an attempt to read and load a document, good or bad. Those since the last rebuild. Key: document_id,
-- loaded_at.
-- document_id: sha256 of the document.
-- source_id: Source whose parser read it.
-- url: Address of the document's first sighting.
-- outcome: How it ended: ok, or the kind of error. One of not_an_article, layout_changed, empty_release, bad_content, reader_failed, reader_died, archive_damaged, error.
-- table_title: Table of the document in which the error lies, where one can be named.
-- expected: What the parser expected.
-- found: What it found.
-- message: The whole message, with the remedy; null where all went well.
-- observations: Rows of core.observation loaded.
-- entries: Rows of core.entry loaded.
-- omissions: Rows of core.omission loaded.
-- notices: Rows of core.notice loaded.
-- refusals: Rows of core.refusal loaded.
-- sheets: Rows of core.sheet loaded.
-- articles: Rows of core.article loaded.
-- claims: Rows of core.claim loaded.
-- bytes_held: True where bytes of the archive were read, false where the bundled history was.
-- parser_hash: Hash of the parser's source files.
-- run_at: When the run that read it began, UTC.
-- loaded_at: When the attempt ended, UTC.
-- seconds: How long reading took, in seconds.
create table raw.load (
    document_id  varchar not null,
    source_id    varchar not null,
    url          varchar not null,
    outcome      varchar not null,
    table_title  varchar,
    expected     varchar,
    found        varchar,
    message      varchar,
    observations integer not null default 0,
    entries      integer not null default 0,
    omissions    integer not null default 0,
    notices      integer not null default 0,
    refusals     integer not null default 0,
    sheets       integer not null default 0,
    articles     integer not null default 0,
    claims       integer not null default 0,
    bytes_held   boolean not null,
    parser_hash  varchar not null,
    run_at       timestamp not null,
    loaded_at    timestamp not null,
    seconds      double not null
);
