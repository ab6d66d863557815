-- What happened each time a document was read.
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
comment on table raw.load is 'One row an attempt to read and load a document, good or bad, since the last rebuild. Key: document_id, loaded_at.';
comment on column raw.load.document_id is 'sha256 of the document.';
comment on column raw.load.source_id is 'Source whose parser read it.';
comment on column raw.load.url is 'Address of the document''s first sighting.';
comment on column raw.load.outcome is 'ok, or the kind of error: not_an_article, layout_changed, empty_release, bad_content, reader_failed, reader_died, archive_damaged, error.';
comment on column raw.load.table_title is 'Table of the document in which the error lies, where one can be named.';
comment on column raw.load.expected is 'What the parser expected.';
comment on column raw.load.found is 'What it found.';
comment on column raw.load.message is 'The whole message, with the remedy; null where all went well.';
comment on column raw.load.observations is 'Rows of core.observation loaded.';
comment on column raw.load.entries is 'Rows of core.entry loaded.';
comment on column raw.load.omissions is 'Rows of core.omission loaded.';
comment on column raw.load.notices is 'Rows of core.notice loaded.';
comment on column raw.load.refusals is 'Rows of core.refusal loaded.';
comment on column raw.load.sheets is 'Rows of core.sheet loaded.';
comment on column raw.load.articles is 'Rows of core.article loaded.';
comment on column raw.load.claims is 'Rows of core.claim loaded.';
comment on column raw.load.bytes_held is 'True where bytes of the archive were read, false where the bundled history was.';
comment on column raw.load.parser_hash is 'Hash of the parser''s source files.';
comment on column raw.load.run_at is 'When the run that read it began, UTC.';
comment on column raw.load.loaded_at is 'When the attempt ended, UTC.';
comment on column raw.load.seconds is 'How long reading took, in seconds.';
