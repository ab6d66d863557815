-- The averages are those of the days that the table names.
-- severity: finding
-- An average daily population is a whole number of people-days divided by the days counted, so the averages of a table
-- tell how many days that were. Facilities name the day of the query, up to two days after the last midnight counted.
-- A check beside data_through, not a correction of it; where no number of days fits all averages it says nothing.
with figure as (
    select
        document_id, sheet, dataflow, time_period, cell, value, period_start, data_through,
        datediff('day', period_start, least(data_through, period_start + interval 1 year - interval 1 day)) + 1 as days
    from core.observation
    where
        metric = 'average_daily_population' and time_period like '%/P1Y' and data_through >= period_start
        and (
            dataflow = 'ice.adp_by_arresting_agency'
            or dataflow = 'ice.facilities' and contains(series_key, ',level=A')
        )
        and value <> round(value)
),

-- printed with five decimals or more: over a year the product is off by less than two hundredths
missed as (
    select document_id, sheet, dataflow, later
    from figure
    cross join (values (0), (1), (2)) as slack (later)
    where later = 0 or dataflow = 'ice.facilities'
    group by all
    having count(*) >= 5 and max(abs(value * (days - later) - round(value * (days - later)))) >= 0.02
),

unproven as (
    select document_id, sheet, dataflow
    from missed
    group by all
    having count(*) = if(dataflow = 'ice.facilities', 3, 1)
),

fit as (
    select
        document_id, sheet, dataflow, time_period, period_start, data_through, days, counted,
        min_by(cell, length(cell) || cell) as first_cell
    from figure
    inner join unproven using (document_id, sheet, dataflow)
    cross join (select unnest(range(1, 367)) as counted) as candidate
    where abs(counted - days) <= 45
    group by all
    having max(abs(value * counted - round(value * counted))) < 0.02
)

select
    document_id, sheet, first_cell as cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    dataflow as series_key, time_period,
    'through ' || cast(period_start + to_days(cast(counted - 1 as integer)) as date)::varchar as expected,
    'through ' || data_through::varchar as found,
    format('the averages are those of {} days, the table names the day that makes {}', counted, days) as message
from fit
qualify row_number() over (partition by document_id, sheet, dataflow order by abs(days - counted), counted) = 1
