-- One row a figure that others report of an edition that could not be had. They read an edition of core.not_at_hand.
-- Nobody here saw the cell: hearsay, never an observation. It is in no mart of figures, sum, slice or check, and stands
-- beside the series in marts.reported_figures alone. Content: seeds/reported_figure.csv. Key: url, series_key,
-- time_period.
-- url: Address of the edition (core.not_at_hand).
-- series_key: Series in which it would stand.
-- time_period: Identity of its period.
-- value: The figure, as reported.
-- words: What those who report it call it.
create table core.reported_figure (
    url         varchar not null,
    series_key  varchar not null,
    time_period varchar not null,
    value       double not null,
    words       varchar not null
);
