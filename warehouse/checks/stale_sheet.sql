-- A sheet is that of an older edition, cell for cell.
-- severity: finding
-- Judged over the observations: the same cells with the same values, at least 12 of them. What is printed again on
-- purpose is left out: tables that are not renewed with each edition (core.dataflow.refresh), and sheets of a finished
-- year, through its last day in both.
with year_end as (
    select distinct
        dataflow.source_id,
        cast(left(vintage.time_period, 10) as date) + interval 1 year - interval 1 day as last_day
    from core.vintage as vintage
    inner join core.dataflow as dataflow using (dataflow)
    where vintage.time_period like '____-__-__/P1Y'
),

sheet as (
    select
        document_id, sheet,
        count(value) as figures,
        sum(hash(cell, value)) as fingerprint,
        min({'length': length(cell), 'cell': cell}).cell as first_cell,
        max(data_through) as data_through
    from core.observation
    where sheet is not null and dataflow in (select dataflow from core.dataflow where refresh = 'edition')
    group by document_id, sheet
    having count(value) >= 12
),

repeated as (
    select
        sheet.*,
        document.source_id,
        lag({
            'document_id': sheet.document_id, 'sheet': sheet.sheet,
            'first_cell': sheet.first_cell, 'data_through': sheet.data_through
        }) over (
            partition by document.source_id, sheet.figures, sheet.fingerprint
            order by document.known_from, sheet.document_id, sheet.sheet
        ) as older
    from sheet
    inner join raw.document as document on sheet.document_id = document.document_id
    where document.known_from is not null
)

select
    document_id, sheet, first_cell as cell,
    older.document_id as other_document_id, older.sheet as other_sheet, older.first_cell as other_cell,
    null as series_key, null as time_period,
    'figures other than those of an older edition, through ' || coalesce(older.data_through::varchar, 'an unknown day') as expected,
    format('the same {:,} figures, through {}', figures, coalesce(data_through::varchar, 'an unknown day')) as found,
    case
        when data_through = older.data_through then 'the same figures under the same day'
        when data_through <> older.data_through then 'old figures under another day'
        else 'the same figures, and a day that is not known'
    end as message
from repeated
where
    older is not null
    and not (
        coalesce(data_through = older.data_through, false)
        and exists (
            from year_end where year_end.source_id = repeated.source_id and year_end.last_day = repeated.data_through
        )
    )
