-- News reports and releases: records.ARTICLE with the document. The body of a restricted source never enters the published copy.
create table core.article (
    document_id  varchar not null,
    url          varchar not null,
    title        varchar,
    authors      varchar[],
    published_at timestamp,
    modified_at  timestamp,
    publisher    varchar,
    body         varchar,
    bands        bigint[]
);
comment on table core.article is 'One row a news report or release, as its page prints it. Key: document_id.';
comment on column core.article.document_id is 'sha256 of the page.';
comment on column core.article.url is 'Canonical address.';
comment on column core.article.title is 'Headline.';
comment on column core.article.authors is 'Authors, as printed.';
comment on column core.article.published_at is 'When the page says it was published, UTC.';
comment on column core.article.modified_at is 'When the page says it was last changed, UTC.';
comment on column core.article.publisher is 'Who published it.';
comment on column core.article.body is 'Text of the report; null in the published copy where its source is restricted (raw.source.body).';
comment on column core.article.bands is 'What copies of the text have in common: MinHash bands (core.story); null in the published copy.';
