-- One row a figure of a series that stands beside some claim. Of every document that speaks, or once spoke, for
-- its period: as printed, or the sum of the rows that the series names, where the table prints no total
-- (core.claim_counterpart). Key: series_key, time_period, document_id.
-- printed: How many printed rows are added up. Where the series is printed as such 1; where none is listed because it is zero 0.
-- time_period: Identity of the period, as in core.observation.
-- value: The figure, or the sum of the figures.
-- rounding: By how much the value can be off because its figures are printed rounded.
-- whole: Whether the period was over at the document's data_through.
-- cell: The cell; of a sum its first and last cell and their number.
-- *: The columns of core.observation.
create or replace view core.claim_series_figure as
with series as (
    select
        seed.series_key,
        table_.dataflow,
        table_.absence,
        table_.rounded_to / 2 as rounding,
        regexp_matches(seed.series_key, '[*|]') as is_sum,
        list_contains(dimensions(seed.series_key), '*') as is_open,
        -- of each dimension that is named the pairs that will do: {type=a|b,*} is [[type=a, type=b]]
        list_transform(
            list_filter(dimensions(seed.series_key), lambda named: named <> '*'),
            lambda named: list_transform(
                string_split(split_part(named, '=', 2), '|'), lambda value: split_part(named, '=', 1) || '=' || value
            )
        ) as named
    from (
        select distinct answer.series_key
        from (select unnest(answers) as answer from core.claim_counterpart where reason is null) as answered
    ) as seed
    inner join core.dataflow as table_ on table_.dataflow = split_part(seed.series_key, '{', 1)
),

spoken as materialized (
    select
        dataflow,
        series_key,
        time_period,
        document_id,
        sheet,
        cell,
        value,
        obs_status,
        valid_from,
        valid_to
    from core.spoken
    where dataflow in (select dataflow from series)
),

-- which printed series are parts of a sum: asked of each once, not of each of its cells
part as (
    select
        series.series_key,
        series.rounding,
        printed.series_key as printed_key
    from series
    inner join (
        select distinct
            dataflow,
            series_key,
            dimensions(series_key) as pairs
        from spoken
    ) as printed on printed.dataflow = series.dataflow
    where
        series.is_sum
        and case
            when series.is_open and not contains(series.series_key, '|')
                then list_has_all(printed.pairs, flatten(series.named))
            else len(list_filter(series.named, lambda pairs: not list_has_any(pairs, printed.pairs))) = 0
        end
),

summed as (
    select
        part.series_key,
        spoken.document_id,
        spoken.time_period,
        spoken.valid_from,
        spoken.valid_to,
        sum(spoken.value order by length(spoken.cell), spoken.cell) as value,
        any_value(part.rounding) * count(*) as rounding,
        count(*) as printed,
        count(spoken.value) = count(*) as is_full,
        concat_ws(
            ' ', arg_min(spoken.cell, {'length': length(spoken.cell), 'cell': spoken.cell}), 'to',
            arg_max(spoken.cell, {'length': length(spoken.cell), 'cell': spoken.cell}), 'sum of', count(*)
        ) as cell
    from part
    inner join spoken on spoken.series_key = part.printed_key
    group by part.series_key, spoken.document_id, spoken.time_period, spoken.valid_from, spoken.valid_to
),

-- what no period of an edition lists is no zero: it is counted among others there
listed as (
    select distinct
        series_key,
        document_id
    from summed
),

-- the periods of each edition: where a missing row says zero, those without any have one too
edition as (
    select
        dataflow,
        document_id,
        time_period,
        valid_from,
        valid_to,
        min(sheet) as sheet,
        count(*) filter (obs_status = 'P') = 0 as whole
    from spoken
    group by dataflow, document_id, time_period, valid_from, valid_to
)

select
    series.series_key,
    spoken.time_period,
    spoken.value,
    series.rounding,
    1 as printed,
    spoken.obs_status <> 'P' as whole,
    spoken.document_id,
    spoken.sheet,
    spoken.cell,
    spoken.valid_from,
    spoken.valid_to
from series
inner join spoken on spoken.series_key = series.series_key
where not series.is_sum and spoken.value is not null
union all
select
    series.series_key,
    edition.time_period,
    coalesce(summed.value, 0) as value,
    coalesce(summed.rounding, 0) as rounding,
    coalesce(summed.printed, 0) as printed,
    edition.whole,
    edition.document_id,
    edition.sheet,
    coalesce(summed.cell, 'no row: zero') as cell,
    edition.valid_from,
    edition.valid_to
from series
inner join edition on edition.dataflow = series.dataflow
left join summed
    on
        summed.series_key = series.series_key and summed.document_id = edition.document_id
        and summed.time_period = edition.time_period
        and summed.valid_from = edition.valid_from and summed.valid_to is not distinct from edition.valid_to
left join listed on listed.series_key = series.series_key and listed.document_id = edition.document_id
where
    series.is_sum
    and coalesce(summed.is_full, true)
    and case
        when series.is_open then series.absence = 'zero' and listed.document_id is not null
        else summed.printed = list_product(list_transform(series.named, lambda pairs: len(pairs)))::integer
    end;
