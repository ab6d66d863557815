-- One row a figure that counts others of the same document and period. They are printed beside it, with a value. Built by
-- schema/derived/series.sql after each load. Key: document_id, series_key, time_period.
-- document_id: sha256 of the document that prints the figure.
-- series_key: Its series.
-- time_period: Its period.
create table core.total (
    document_id varchar not null,
    series_key  varchar not null,
    time_period varchar not null
);
