-- News reports and releases: records.ARTICLE with the document. The body of a restricted source never enters the published copy.
create table core.article (
    document_id  varchar not null,
    url          varchar,
    title        varchar,
    authors      varchar[],
    published_on date,
    published_at timestamp,
    modified_at  timestamp,
    publisher    varchar,
    body         varchar,
    bands        bigint[]
);
comment on table core.article is 'One row a news report or release, as its page prints it. Key: document_id.';
comment on column core.article.document_id is 'sha256 of the page.';
comment on column core.article.url is 'Canonical address; null of a text that was imported without one.';
comment on column core.article.title is 'Headline.';
comment on column core.article.authors is 'Authors, as printed.';
comment on column core.article.published_on is 'Day of publication where the publisher sits: as the page prints it; of a text that prints none, as who imported it says (raw.document.claimed_on). Null where nobody says.';
comment on column core.article.published_at is 'When the page says it was published, UTC; of a text, as who imported it says. Null where the day alone is known, or nothing.';
comment on column core.article.modified_at is 'When the page says it was last changed, UTC.';
comment on column core.article.publisher is 'Who published it.';
comment on column core.article.body is 'Text of the report; null in the published copy where its source is restricted (raw.source.body).';
comment on column core.article.bands is 'What copies of the text have in common: MinHash bands (core.story); null in the published copy.';
