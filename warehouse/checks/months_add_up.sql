-- The months add up to the year to date.
-- severity: finding
-- Every series of a flow (core.metric.kind) that a sheet prints by month and by year. A month to come has no value and
-- counts nothing. Tables that are printed rounded may be off by their rounding.
with printed as (
    select dataflow, source_id, rounded_to, unnest(metrics) as metric from core.dataflow
),

flow as (
    select printed.*
    from printed
    inner join core.metric as metric using (metric, source_id)
    where metric.kind = 'flow'
),

figure as (
    select
        observation.document_id, observation.sheet, observation.cell, observation.series_key, observation.time_period,
        observation.period_start, observation.value, flow.rounded_to
    from core.observation as observation
    inner join flow using (dataflow, metric)
    where observation.value is not null
),

total as (
    select *, cast(left(time_period, 10) as date) as first_day from figure where time_period like '____-__-__/P1Y'
),

month as (
    select * from figure where time_period like '____-__'
),

months as (
    select
        total.document_id, total.sheet, total.cell, total.series_key, total.time_period, total.value, total.rounded_to,
        sum(month.value) as added,
        count(*) as months,
        min({'month': month.time_period, 'cell': month.cell}).cell
        || ':' || max({'month': month.time_period, 'cell': month.cell}).cell as cells
    from total
    inner join month
        on
            total.document_id = month.document_id and total.sheet is not distinct from month.sheet
            and total.series_key = month.series_key
            and month.period_start >= total.first_day and month.period_start < total.first_day + interval 1 year
    group by all
)

select
    document_id, sheet, cell,
    null as other_document_id, sheet as other_sheet, cells as other_cell,
    series_key, time_period,
    format('{:,.0f}', added) as expected,
    format('{:,.0f}', value) as found,
    'the months do not add up to the total that is printed' as message
from months
where abs(value - added) > greatest(rounded_to * (months + 1) / 2, 1e-6 * greatest(1, abs(value)))
