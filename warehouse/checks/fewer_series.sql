-- A table does not lose a quarter of its series from one edition to the next.
-- severity: finding
-- Compares each edition with the one before it (core.edition_before); at least three series fewer. Real editions fall further than
-- that, so nothing is refused for it: somebody should look whether the publisher or the parser did it. Where the whole table is
-- gone table_absent or table_refused says so. Not of tables in which a row may be missing without meaning anything
-- (core.dataflow.absence).
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
)

select
    edition.document_id, later.sheet, null as cell,
    edition.before_document_id as other_document_id, earlier.sheet as other_sheet, null as other_cell,
    earlier.dataflow as series_key, null as time_period,
    format('about {:,} series', earlier.series) as expected,
    format('{:,}', later.series) as found,
    'the table has far fewer series since the edition before' as message
from core.edition_before as edition
inner join printed as earlier on edition.before_document_id = earlier.document_id
inner join core.dataflow as dataflow on earlier.dataflow = dataflow.dataflow and dataflow.absence = 'withdrawn'
inner join printed as later on edition.document_id = later.document_id and earlier.dataflow = later.dataflow
where later.series < 0.75 * earlier.series and earlier.series - later.series >= 3
