-- The sources, as their modules and rows declare them (collectors/agencies, collectors/newsrooms). Written anew by every load.
create table raw.source (
    source_id      varchar not null,
    publisher      varchar not null,
    title          varchar not null,
    licence        varchar not null,
    start_urls     varchar[] not null,
    documents      varchar not null,
    media          varchar[] not null,
    body           varchar not null,
    language       varchar not null,
    found_by       varchar[] not null,
    filter         varchar not null,
    tried          boolean not null,
    cron           varchar not null,
    timezone       varchar not null,
    expected_every varchar not null,
    late_after     varchar not null
);
comment on table raw.source is 'One row a source: one publication of one publisher, as its module or row declares it. Key: source_id.';
comment on column raw.source.source_id is 'Name of the source, and of its module or row: ice_detention_statistics.';
comment on column raw.source.publisher is 'Who publishes it, as people call them: ICE.';
comment on column raw.source.title is 'What the publication is called.';
comment on column raw.source.licence is 'Terms under which the publisher lets it be used.';
comment on column raw.source.start_urls is 'Pages, feeds or sitemaps where discovery of its documents begins.';
comment on column raw.source.documents is 'Regular expression that the whole address of a document of this source matches.';
comment on column raw.source.media is 'Media in which it comes: xlsx, csv, pdf, html.';
comment on column raw.source.body is 'Whether the texts of its articles may be published whole: public_domain or restricted.';
comment on column raw.source.language is 'Language of its texts, BCP 47: en.';
comment on column raw.source.found_by is 'How its documents are found: feed, sitemap, index (a page of links), api; gdelt (a search by onrecord find), or import alone.';
comment on column raw.source.filter is 'What is fetched of that which its lists name: topic (what is on the subject; the rest is in raw.left_out) or none (all of it).';
comment on column raw.source.tried is 'Whether real documents, and a real list of them, were read; false of a newsroom that nobody has tried yet.';
comment on column raw.source.cron is 'When we ask, as a cron expression in the time zone of the column timezone.';
comment on column raw.source.timezone is 'IANA time zone of the cron expression.';
comment on column raw.source.expected_every is 'How often something new is expected: ISO 8601 duration in days or hours (P14D, PT3H). Sources that share a deployment are asked that often.';
comment on column raw.source.late_after is 'Silence after which somebody is told: ISO 8601 duration in days (P30D).';
