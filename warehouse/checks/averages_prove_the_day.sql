-- The averages are those of the days that the table names.
-- severity: finding
-- Of averages that are whole numbers divided by the days counted (core.dataflow_days), those of a table tell how many
-- days that were. A table may name the day of its query, some days after the last one counted, where that is declared.
-- A check beside data_through, not a correction of it; where no number of days fits all averages it says nothing.
with known_key as (
    select key.series_key, key.metric, counted.later as slack
    from (select distinct dataflow, metric, series_key from core.observation) as key
    inner join core.dataflow_days as counted using (dataflow, metric)
    where counted.part = '' or list_contains(dimensions(key.series_key), counted.part)
),

figure as (
    select
        observation.document_id, observation.sheet, observation.dataflow, observation.metric, observation.time_period,
        observation.cell, observation.value, observation.period_start, observation.data_through, known_key.slack,
        datediff('day', period_start, least(data_through, period_start + interval 1 year - interval 1 day)) + 1 as days
    from core.observation as observation
    inner join known_key using (series_key, metric)
    where
        observation.time_period like '____-__-__/P1Y' and observation.data_through >= observation.period_start
        and observation.value <> round(observation.value)
),

-- printed with five decimals or more: over a year the product is off by less than two hundredths
missed as (
    select document_id, sheet, dataflow, metric, slack, later
    from figure
    inner join (select unnest(range(0, 31)) as later) as candidate on candidate.later <= figure.slack
    group by all
    having count(*) >= 5 and max(abs(value * (days - later) - round(value * (days - later)))) >= 0.02
),

unproven as (
    select document_id, sheet, dataflow, metric
    from missed
    group by document_id, sheet, dataflow, metric, slack
    having count(*) = slack + 1
),

fit as (
    select
        document_id, sheet, dataflow, metric, time_period, period_start, data_through, days, counted,
        min({'length': length(cell), 'cell': cell}).cell as first_cell
    from figure
    semi join unproven
        on
            figure.document_id = unproven.document_id and figure.sheet is not distinct from unproven.sheet
            and figure.dataflow = unproven.dataflow and figure.metric = unproven.metric
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
qualify
    row_number() over (
        partition by document_id, sheet, dataflow, metric
        order by abs(days - counted), counted, time_period, first_cell
    ) = 1
