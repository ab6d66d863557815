-- A table does not lose a quarter of its series from one edition to the next.
-- severity: finding
-- Editions of a source in the order of their data; at least three series fewer, or the whole table gone. Real editions
-- fall further than that, so nothing is refused for it: somebody should look whether the publisher or the parser did it.
-- Not of tables in which a row may be missing without meaning anything (core.dataflow.absence), save when they are gone.
with edition as (
    select
        document_id, source_id,
        lag(document_id) over (
            partition by source_id order by data_through nulls first, known_from, document_id
        ) as earlier_document_id
    from raw.document
    where outcome = 'ok' and known_from is not null
),

counted as (
    select document_id, dataflow, time_period, count(*) as series, min(sheet) as sheet
    from core.observation
    where value is not null
    group by document_id, dataflow, time_period
),

-- of the period for which a table prints most; the latest of those that are equal
printed as (
    select document_id, dataflow, series, sheet
    from counted
    qualify row_number() over (partition by document_id, dataflow order by series desc, time_period desc) = 1
)

select
    edition.document_id, later.sheet, null as cell,
    edition.earlier_document_id as other_document_id, earlier.sheet as other_sheet, null as other_cell,
    earlier.dataflow as series_key, null as time_period,
    format('about {:,} series', earlier.series) as expected,
    format('{:,}', coalesce(later.series, 0)) as found,
    if(later.series is null, 'the table is gone', 'the table has far fewer series') || ' since the edition before' as message
from edition
inner join printed as earlier on edition.earlier_document_id = earlier.document_id
inner join core.dataflow as dataflow on earlier.dataflow = dataflow.dataflow
left join printed as later on edition.document_id = later.document_id and earlier.dataflow = later.dataflow
where
    coalesce(later.series, 0) < 0.75 * earlier.series
    and earlier.series - coalesce(later.series, 0) >= 3
    and (later.series is null or dataflow.absence = 'withdrawn')
