-- The figures of the series that stand beside claims (core.claim_series), of every document that speaks, or once spoke, for them:
-- as printed, or the sum of the rows of a table that prints no total.
-- printed: How many printed rows are added up: 1 where the series is printed as such, 0 where none is listed because it is zero.
-- time_period: Identity of the period, as in core.observation.
-- value: The figure, or the sum of the figures.
-- rounding: By how much the value can be off because its figures are printed rounded.
-- whole: Whether the period was over at the document's data_through.
-- cell: The cell; of a sum its first and last cell and their number (core.spoken has each: same document_id, dataflow, time_period).
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
    from (select distinct series_key from core.claim_series) as seed
    inner join core.dataflow as table_ on table_.dataflow = split_part(seed.series_key, '{', 1)
),

chosen as (
    select
        series.series_key,
        series.absence,
        series.rounding,
        series.is_open,
        list_product(list_transform(series.named, lambda pairs: len(pairs)))::integer as expected,
        spoken.time_period,
        spoken.document_id,
        spoken.sheet,
        spoken.cell,
        spoken.value,
        spoken.obs_status,
        spoken.valid_from,
        spoken.valid_to,
        len(list_filter(series.named, lambda pairs: not list_has_any(pairs, dimensions(spoken.series_key)))) = 0 as is_one
    from series
    inner join core.spoken as spoken on spoken.dataflow = series.dataflow
    where series.is_sum
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
inner join core.spoken as spoken on spoken.series_key = series.series_key
where not series.is_sum and spoken.value is not null
union all
select
    series_key,
    time_period,
    coalesce(sum(value order by length(cell), cell) filter (is_one), 0) as value,
    rounding * count(*) filter (is_one) as rounding,
    count(*) filter (is_one) as printed,
    count(*) filter (obs_status = 'P') = 0 as whole,
    document_id,
    min(sheet) as sheet,
    case
        when count(*) filter (is_one) = 0 then 'no row: zero'
        else concat_ws(
            ' ', arg_min(cell, {'length': length(cell), 'cell': cell}) filter (is_one), 'to',
            arg_max(cell, {'length': length(cell), 'cell': cell}) filter (is_one), 'sum of', count(*) filter (is_one)
        )
    end as cell,
    valid_from,
    valid_to
from chosen
group by series_key, absence, rounding, is_open, expected, time_period, document_id, valid_from, valid_to
having
    count(*) filter (is_one and value is null) = 0
    and case when is_open then absence = 'zero' else count(*) filter (is_one) = expected end;
comment on view core.claim_series_figure is 'One row a series of core.claim_series, period and document that speaks, or spoke, for it: its figure, or the sum of the rows that the series names. Key: series_key, time_period, document_id.';
