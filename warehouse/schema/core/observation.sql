-- One cell, one figure: records.OBSERVATION with the document it stands in. Its key (document_id, sheet, cell) is held by a check, not by an index.
create table core.observation (
    document_id  varchar not null,
    sheet        varchar,
    cell         varchar not null,
    dataflow     varchar not null,
    series_key   varchar not null,
    metric       varchar not null,
    time_period  varchar not null,
    period_start date,
    period_end   date,
    data_through date,
    value        double,
    value_text   varchar,
    unit         varchar,
    obs_status   varchar not null,
    table_title  varchar,
    row_label    varchar,
    column_label varchar
);
comment on table core.observation is 'One row a cell that holds a figure, in one document: what was printed, where, about what. Key: document_id, sheet, cell.';
comment on column core.observation.document_id is 'sha256 of the document that prints the figure.';
comment on column core.observation.sheet is 'Sheet, as printed; null in CSV and PDF.';
comment on column core.observation.cell is 'Cell: M20 in a workbook, r12c4 in a CSV, p3:x0,y0,x1,y1 in a PDF.';
comment on column core.observation.dataflow is 'Published table, under one name through all its renamings.';
comment on column core.observation.series_key is 'Dataflow and dimensions: ice.book_ins_by_arresting_agency{agency=CBP}. The macro dimension(series_key, name) takes it apart.';
comment on column core.observation.metric is 'The thing counted, of core.metric.';
comment on column core.observation.time_period is 'Identity of the period, the same in every edition: 2025-01 a month, 2024-10-01/P1Y a fiscal year (to date or whole), 2025-Q1 a quarter, 2025-02-03 a day.';
comment on column core.observation.period_start is 'First day covered, inclusive.';
comment on column core.observation.period_end is 'Last day covered, inclusive; of a year to date the day to which the data run.';
comment on column core.observation.data_through is 'Day up to which the publisher says the data of this table run; null where the document does not say or the date is a slip.';
comment on column core.observation.value is 'The figure as a number; null where the status says why there is none.';
comment on column core.observation.value_text is 'The figure as printed.';
comment on column core.observation.unit is 'Unit of the value.';
comment on column core.observation.obs_status is 'SDMX CL_OBS_STATUS: A normal; P provisional, the period was not over at data_through; M cannot exist (a month to come); O missing; Q withheld.';
comment on column core.observation.table_title is 'Title of the table in the publisher''s own words.';
comment on column core.observation.row_label is 'Label of the row in the publisher''s own words.';
comment on column core.observation.column_label is 'Label of the column in the publisher''s own words.';
