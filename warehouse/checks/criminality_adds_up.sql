-- The groups of criminality add up to the total.
-- severity: finding
-- Book-ins, people detained, releases by reason; of whatever groups a table prints (FY2019-20: two in some).
with figure as (
    select document_id, sheet, cell, series_key, time_period, value
    from core.observation
    where
        dataflow in ('ice.book_ins_by_criminality', 'ice.currently_detained_by_criminality', 'ice.releases_by_reason')
        and metric in ('book_ins', 'detained_population', 'final_releases', 'final_book_outs')
),

-- a key is taken apart once, not once a figure
part_key as (
    select series_key, regexp_replace(series_key, 'criminality=[^,}]+', 'criminality=total') as total_key
    from (select distinct series_key from figure)
    where contains(series_key, 'criminality=') and not contains(series_key, 'criminality=total')
),

part as (
    select
        figure.document_id, figure.sheet, figure.time_period, part_key.total_key,
        sum(figure.value) as value,
        list(figure.cell) as cells
    from figure
    inner join part_key using (series_key)
    group by all
    having count(figure.value) = count(*) and count(*) > 1
)

select
    total.document_id, total.sheet, total.cell,
    null as other_document_id, part.sheet as other_sheet, array_to_string(list_sort(part.cells), ' + ') as other_cell,
    total.series_key, total.time_period,
    format('{:,.0f}', part.value) as expected,
    format('{:,.0f}', total.value) as found,
    'the groups of criminality do not add up to the total that is printed' as message
from figure as total
inner join part
    on
        total.document_id = part.document_id and total.sheet = part.sheet
        and total.time_period = part.time_period and total.series_key = part.total_key
where total.value <> part.value
