-- A table does not lose a quarter of its series from one edition to the next.
-- severity: finding
-- Compares each edition with the last one before it that prints the table; at least three series fewer. Real editions fall
-- further than that, so nothing is refused for it: somebody should look whether the publisher or the parser did it. Where the
-- whole table is gone table_absent or table_refused says so. Not of tables in which a row may be missing without meaning
-- anything (core.dataflow.absence).
with printed_by_period as (
    select document_id, dataflow, time_period, count(*) as series, min(sheet) as sheet
    from core.observation
    where value is not null
    group by document_id, dataflow, time_period
),

-- of the period for which a table prints most
printed as (
    select document_id, dataflow, max(series) as series, max_by(sheet, {'series': series, 'sheet': sheet}) as sheet
    from printed_by_period
    group by document_id, dataflow
),

compared as (
    select
        printed.*,
        lag(printed.document_id) over editions as before_document_id,
        lag(printed.series) over editions as before_series,
        lag(printed.sheet) over editions as before_sheet
    from printed
    inner join core.edition_table as edition
        on printed.document_id = edition.document_id and printed.dataflow = edition.dataflow
    inner join core.dataflow as dataflow on printed.dataflow = dataflow.dataflow and dataflow.absence = 'withdrawn'
    window editions as (partition by printed.dataflow order by edition.position)
)

select
    document_id, sheet, null as cell,
    before_document_id as other_document_id, before_sheet as other_sheet, null as other_cell,
    dataflow as series_key, null as time_period,
    format('about {:,} series', before_series) as expected,
    format('{:,}', series) as found,
    'the table has far fewer series since the edition before' as message
from compared
where series < 0.75 * before_series and before_series - series >= 3
