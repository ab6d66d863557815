-- One row a figure that others who read an edition of core.not_at_hand report of it. Nobody here saw the cell: it is in no mart of figures, sum, slice or check, and stands beside the series in marts.reported_figures alone. Key: url, series_key, time_period.
-- Figures that others report of editions that could not be had: hearsay, never observations. Content: seeds/reported_figure.csv.
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
