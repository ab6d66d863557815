-- One row a part above its total, or a total below a part. Key: series_key, time_period, document_id.
-- Both stand in the same document and period (core.series.part_of): of the two the one that no other document prints, else both. Only of what
-- adds up, which are stocks, flows, and averages of what is a stock elsewhere.
-- why: Both figures.
-- *: The columns of core.observation.
create or replace view core.slip_part_above_total as
with part_of as (
    select series_key, unnest(part_of) as total_series_key from core.series
),

adding_up as (
    select metric, source_id
    from core.metric
    qualify kind = 'flow' or (kind <> 'share' and bool_or(kind = 'stock') over (partition by source_id, unit))
),

side as (
    select
        part.time_period,
        part.document_id,
        part.value as part,
        total.value as total,
        part.series_key || ' ' || total.series_key as of_both,
        unnest([
            {'series_key': part.series_key, 'value': part.value},
            {'series_key': total.series_key, 'value': total.value}
        ]) as of_one
    from part_of as pair
    inner join core.observation as part on part.series_key = pair.series_key
    inner join core.observation as total
        on total.document_id = part.document_id and total.time_period = part.time_period
        and total.series_key = pair.total_series_key and total.metric = part.metric
    inner join core.dataflow as dataflow on dataflow.dataflow = part.dataflow
    inner join adding_up on adding_up.metric = part.metric and adding_up.source_id = dataflow.source_id
    where part.value > total.value + greatest(dataflow.rounded_to, 1e-6 * total.value)
),

pair as materialized (
    select * exclude (of_one), of_one.* from side
),

elsewhere as (
    select series_key, time_period, value, count(*) as documents
    from core.observation
    where series_key in (select pair.series_key from pair)
    group by series_key, time_period, value
),

judged as (
    select
        pair.*,
        elsewhere.documents > 1 as is_confirmed
    from pair
    inner join elsewhere
        on elsewhere.series_key = pair.series_key and elsewhere.time_period = pair.time_period and elsewhere.value = pair.value
),

blamed as (
    select *
    from judged
    qualify not is_confirmed or bool_and(is_confirmed) over (partition by document_id, time_period, of_both)
)

select
    series_key,
    time_period,
    document_id,
    min(format('the part, {}, is above its total, {}', number_text(part), number_text(total))) as why
from blamed
group by series_key, time_period, document_id;
