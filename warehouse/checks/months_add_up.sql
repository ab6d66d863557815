-- The months add up to the fiscal year to date.
-- severity: finding
-- Every series of a flow that a document prints by month and by fiscal year. A month to come has no value and counts nothing.
with figure as (
    select document_id, sheet, cell, series_key, time_period, value, year(period_start + interval 3 month) as fiscal_year
    from core.observation
    where
        dataflow in (
            'ice.book_ins_by_arresting_agency', 'ice.releases_by_reason',
            'ice.fear_parole_requested', 'ice.fear_parole_status'
        )
        and value is not null
),

months as (
    select
        document_id, sheet, series_key, fiscal_year,
        sum(value) as value,
        arg_min(cell, time_period) || ':' || arg_max(cell, time_period) as cells
    from figure
    where length(time_period) = 7
    group by all
)

select
    total.document_id, total.sheet, total.cell,
    null as other_document_id, months.sheet as other_sheet, months.cells as other_cell,
    total.series_key, total.time_period,
    format('{:,.0f}', months.value) as expected,
    format('{:,.0f}', total.value) as found,
    'the months do not add up to the total that is printed' as message
from figure as total
inner join months
    on
        total.document_id = months.document_id and total.sheet = months.sheet
        and total.series_key = months.series_key and total.fiscal_year = months.fiscal_year
where total.time_period like '%/P1Y' and total.value <> months.value
