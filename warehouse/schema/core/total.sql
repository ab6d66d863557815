-- One row a figure that counts others which the same document prints for the same period. Key: document_id, series_key, time_period.
-- Which figures are totals of others that stand beside them. Built by schema/derived/series.sql after each load.
-- document_id: sha256 of the document that prints the figure.
-- series_key: Its series.
-- time_period: Its period.
create table core.total (
    document_id varchar not null,
    series_key  varchar not null,
    time_period varchar not null
);
