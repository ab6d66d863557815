-- Which series of two publications say the same thing, reviewed by a person. Content: seeds/series_alike.csv.
create table core.series_alike (
    series_key       varchar not null,
    other_series_key varchar not null,
    compared         varchar not null,
    tolerance        double not null,
    note             varchar
);
comment on table core.series_alike is 'One row a pair of series that measure the same thing in two publications, of one publisher or of two: the check publishers_agree holds their figures against one another. Key: series_key, other_series_key.';
comment on column core.series_alike.series_key is 'Series: dataflow and dimensions.';
comment on column core.series_alike.other_series_key is 'The same thing in another publication.';
comment on column core.series_alike.compared is 'now (what both say now) or edition (what documents say whose data run to the same day).';
comment on column core.series_alike.tolerance is 'By how much they may differ: half the last digit of one that is rounded, and what is known of their counting.';
comment on column core.series_alike.note is 'Why they are the same, and what to beware of.';
