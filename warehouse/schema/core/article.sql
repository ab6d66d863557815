-- One row a news report or release, as its page prints it. Holds records.ARTICLE with the document. The body of a
-- restricted source never enters the published copy. Key: document_id.
-- document_id: sha256 of the page.
-- url: Canonical address; null of a text that was imported without one.
-- title: Headline.
-- authors: Authors, as printed.
-- published_on: Day of publication, where the publisher sits. As the page prints it; of a text that prints none, as who imported it says (raw.document.claimed_on). Null where nobody says.
-- published_at: When the page says it was published, UTC; of a text, as who imported it says. Null where the day alone is known, or nothing.
-- modified_at: When the page says it was last changed, UTC.
-- publisher: Who published it.
-- body: Text of the report. Null in the published copy where its source is restricted (raw.source.body).
-- bands: What copies of the text have in common: MinHash bands (core.story). Null in the published copy.
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
