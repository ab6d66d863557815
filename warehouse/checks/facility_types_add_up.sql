-- Adult and family facilities add up to the total.
-- severity: finding
-- People detained by disposition, book-ins by criminality, releases by facility type.
with figure as (
    select document_id, sheet, cell, series_key, time_period, value
    from core.observation
    where
        dataflow in (
            'ice.currently_detained_by_disposition', 'ice.book_ins_by_criminality', 'ice.releases_by_facility_type'
        )
),

part as (
    select
        document_id, sheet, time_period,
        regexp_replace(series_key, 'facility_type=[^,}]+', 'facility_type=total') as total_key,
        sum(value) as value,
        string_agg(cell, ' + ' order by cell) as cells
    from figure
    where not contains(series_key, 'facility_type=total')
    group by all
    having count(value) = count(*)
)

select
    total.document_id, total.sheet, total.cell,
    null as other_document_id, part.sheet as other_sheet, part.cells as other_cell,
    total.series_key, total.time_period,
    format('{:,.0f}', part.value) as expected,
    format('{:,.0f}', total.value) as found,
    'the facility types do not add up to the total that is printed' as message
from figure as total
inner join part
    on
        total.document_id = part.document_id and total.sheet = part.sheet
        and total.time_period = part.time_period and total.series_key = part.total_key
where total.value <> part.value
