-- One row a pair of series that measure the same thing in two publications. Of one publisher or of two; reviewed by a
-- person. The check publishers_agree holds their figures against one
-- another. Content: seeds/series_alike.csv. Key: series_key, other_series_key.
-- series_key: Series: dataflow and dimensions.
-- other_series_key: The same thing in another publication.
-- compared: now (what both say now) or edition. Of edition what documents say whose data run to the same day.
-- tolerance: By how much they may differ. Half the last digit of one that is rounded, and what is known of their counting.
-- note: Why they are the same, and what to beware of.
create table core.series_alike (
    series_key       varchar not null,
    other_series_key varchar not null,
    compared         varchar not null,
    tolerance        double not null,
    note             varchar
);
