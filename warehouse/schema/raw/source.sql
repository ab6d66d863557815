-- One row a source: one publication of one publisher. Declared by its module or row (collectors/agencies,
-- collectors/newsrooms). Written anew by every load. Key: source_id.
-- source_id: Name of the source, and of its module or row: ice_detention_statistics.
-- publisher: Who publishes it, as people call them: ICE.
-- title: What the publication is called.
-- licence: Terms under which the publisher lets it be used.
-- start_urls: Pages, feeds or sitemaps where discovery of its documents begins.
-- documents: Regular expression that the whole address of a document of this source matches.
-- media: Media in which it comes: xlsx, csv, pdf, html.
-- body: Whether the texts of its articles may be published whole. Either public_domain or restricted.
-- language: Language of its texts, BCP 47: en.
-- found_by: How its documents are found. By feed, sitemap, index (a page of links), api, gdelt (a search by onrecord discover), or import alone.
-- filter: What is fetched of that which its lists name: topic or none. Of topic what is on the subject; the rest is in raw.left_out. Where there is none, all of it.
-- tried: Whether real documents, and a real list of them, were read. Not of a newsroom that nobody has tried yet.
-- cron: When we ask, as a cron expression in the time zone of the column timezone.
-- timezone: IANA time zone of the cron expression.
-- expected_every: How often something new is expected. ISO 8601 duration in days or hours (P14D, PT3H). Sources that share a deployment are asked that often.
-- late_after: Silence after which somebody is told: ISO 8601 duration in days (P30D).
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
