-- One row a pair of series that measure the same thing in two publications, of one publisher or of two: the check publishers_agree holds their figures against one another. Key: series_key, other_series_key.
-- Which series of two publications say the same thing, reviewed by a person. Content: seeds/series_alike.csv.
-- series_key: Series: dataflow and dimensions.
-- other_series_key: The same thing in another publication.
-- compared: now (what both say now) or edition (what documents say whose data run to the same day).
-- tolerance: By how much they may differ: half the last digit of one that is rounded, and what is known of their counting.
-- note: Why they are the same, and what to beware of.
create table core.series_alike (
    series_key       varchar not null,
    other_series_key varchar not null,
    compared         varchar not null,
    tolerance        double not null,
    note             varchar
);
