-- What happened between two editions of a fiscal year. By the difference of their years to date. A flow is the later
-- year to date less the earlier one. An average (average daily population) is weighted by the days that each covers:
-- (later × its days − earlier × its days) / days between. Never across 1 October. A revision of earlier days is in the
-- difference too.
-- metric: The thing counted or measured.
-- series_key: Dataflow and dimensions.
-- fiscal_year: US federal fiscal year.
-- from_day: First day between: the day after the last one of the earlier edition's data.
-- to_day: Last day between: that of the later edition's data.
-- days: Days from one to the other, both counted.
-- kind: flow or average.
-- amount_between: Of a flow how many in those days. Of an average how many on an average day of them.
-- per_day: Of a flow that, a day; of an average the same as amount_between.
-- value: The later edition's year to date.
-- earlier_value: The earlier edition's.
-- publisher: Who publishes it.
-- document_id: sha256 of the later edition.
-- sheet: Sheet of its figure.
-- cell: Cell of its figure.
-- earlier_document_id: sha256 of the earlier edition.
-- earlier_sheet: Sheet of its figure.
-- earlier_cell: Cell of its figure.
-- known_from: Since when the later edition speaks, UTC.
create or replace view marts.between_editions as
select
    metric,
    series_key,
    fiscal_year,
    earlier.data_through + 1 as from_day,
    data_through as to_day,
    date_diff('day', earlier.data_through, data_through) as days,
    if(is_average, 'average', 'flow') as kind,
    if(
        is_average,
        (value * (date_diff('day', period_start, data_through) + 1)
        - earlier.value * (date_diff('day', period_start, earlier.data_through) + 1)) / days,
        value - earlier.value
    ) as amount_between,
    if(is_average, amount_between, amount_between / days) as per_day,
    value,
    earlier.value as earlier_value,
    publisher,
    document_id,
    sheet,
    cell,
    earlier.document_id as earlier_document_id,
    earlier.sheet as earlier_sheet,
    earlier.cell as earlier_cell,
    valid_from as known_from
from (
    select
        figure.*,
        metric.metric = 'average_daily_population' as is_average,
        lag({
            'value': figure.value,
            'data_through': figure.data_through,
            'document_id': figure.document_id,
            'sheet': figure.sheet,
            'cell': figure.cell
        }) over (partition by figure.series_key, figure.time_period order by figure.data_through, figure.valid_from) as earlier
    from vintages.figure as figure
    inner join core.metric as metric on metric.metric = figure.metric and metric.source_id = figure.source_id
    inner join core.dataflow as dataflow on dataflow.dataflow = figure.dataflow
    where
        figure.period_type in ('fiscal_year', 'fiscal_year_to_date')
        and dataflow.refresh = 'edition' and dataflow.absence = 'withdrawn'
        and (metric.kind = 'flow' or metric.metric = 'average_daily_population')
        and figure.value is not null and figure.data_through between figure.period_start and figure.period_start + 366
        and not ends_with(figure.series_key, ',entry=2}')
)
where earlier is not null and data_through > earlier.data_through;
