-- One row a cell that holds a figure, in one document. What was printed, where, about what: records.OBSERVATION with
-- the document. Its key is held by a check, not by an index. Key: document_id, sheet, cell.
-- document_id: sha256 of the document that prints the figure.
-- sheet: Sheet, as printed; null in CSV and PDF.
-- cell: Cell: M20 in a workbook, r12c4 in a CSV, p3:x0,y0,x1,y1 in a PDF.
-- dataflow: Published table, under one name through all its renamings.
-- series_key: Dataflow and dimensions: ice.book_ins_by_arresting_agency{agency=CBP}. The macro dimension(series_key, name) takes it apart.
-- metric: The thing counted, of core.metric.
-- time_period: Identity of the period, the same in every edition. A month is 2025-01, a fiscal year (to date or whole) 2024-10-01/P1Y, a quarter 2025-Q1, a day 2025-02-03.
-- period_start: First day covered, inclusive.
-- period_end: Last day covered, inclusive; of a year to date the day to which the data run.
-- data_through: Day up to which the publisher says the data of this table run. Null where the document does not say or the date is a slip.
-- value: The figure as a number; null where the status says why there is none.
-- value_text: The figure as printed.
-- unit: Unit of the value.
-- obs_status: Status: A normal, P provisional, M cannot exist, O missing, Q withheld. A code of SDMX CL_OBS_STATUS. Of P the period was not over at data_through; of M it is a month to come.
-- table_title: Title of the table in the publisher's own words.
-- row_label: Label of the row in the publisher's own words.
-- column_label: Label of the column in the publisher's own words.
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
