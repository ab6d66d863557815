-- Figures that others report of editions that could not be had: hearsay, never observations. Content: seeds/reported_figure.csv.
create table core.reported_figure (
    url         varchar not null,
    series_key  varchar not null,
    time_period varchar not null,
    value       double not null,
    words       varchar not null
);
comment on table core.reported_figure is 'One row a figure that others who read an edition of core.not_at_hand report of it. Nobody here saw the cell: it is in no mart of figures, sum, slice or check, and stands beside the series in marts.reported_figures alone. Key: url, series_key, time_period.';
comment on column core.reported_figure.url is 'Address of the edition (core.not_at_hand).';
comment on column core.reported_figure.series_key is 'Series in which it would stand.';
comment on column core.reported_figure.time_period is 'Identity of its period.';
comment on column core.reported_figure.value is 'The figure, as reported.';
comment on column core.reported_figure.words is 'What those who report it call it.';
