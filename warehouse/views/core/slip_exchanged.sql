-- One row a figure that changed places with one of another series. Key: series_key, time_period, document_id.
-- The series are the same but for one dimension. Each has what the other had, and where they are more than twice apart, but for a fiftieth
-- of what lies between them. Of the two editions the one whose figures lie farther from what others print for the periods around
-- (core.period_around), where nobody else prints any the newer one.
-- why: With what, by the dimension in which both differ.
-- *: The columns of core.observation.
create or replace view core.slip_exchanged as
with side as (
    select
        one.old_document_id,
        one.new_document_id,
        one.time_period,
        one.series_key || ' ' || other.series_key as of_both,
        unnest([
            {
                'series_key': one.series_key, 'other_series_key': other.series_key,
                'old_value': one.old_value, 'new_value': one.new_value
            },
            {
                'series_key': other.series_key, 'other_series_key': one.series_key,
                'old_value': other.old_value, 'new_value': other.new_value
            }
        ]) as of_one
    from core.notable_revision as one
    inner join core.notable_revision as other
        on other.old_document_id = one.old_document_id and other.new_document_id = one.new_document_id
        and other.dataflow = one.dataflow and other.metric = one.metric and other.time_period = one.time_period
        and other.series_key > one.series_key
        and len(list_intersect(dimensions(one.series_key), dimensions(other.series_key))) = len(dimensions(one.series_key)) - 1
    where
        greatest(abs(one.new_value - other.old_value), abs(other.new_value - one.old_value)) <= if(
            greatest(one.old_value, other.old_value) > 2 * least(one.old_value, other.old_value),
            .02 * abs(one.old_value - other.old_value), 0
        )
),

pair as (
    select * exclude (of_one), of_one.* from side
),

usual as (
    select series_key, time_period, old_document_id, new_document_id, median(nearby) as value
    from core.period_around
    where not is_own and document_id = new_document_id
    group by series_key, time_period, old_document_id, new_document_id
),

weighed as (
    select
        pair.*,
        sum(
            abs(ln((1 + abs(pair.new_value)) / (1 + abs(usual.value)))) - abs(ln((1 + abs(pair.old_value)) / (1 + abs(usual.value))))
        ) over (partition by pair.old_document_id, pair.new_document_id, pair.time_period, pair.of_both) as newer_is_farther
    from pair
    left join usual
        on usual.series_key = pair.series_key and usual.time_period = pair.time_period
        and usual.old_document_id = pair.old_document_id and usual.new_document_id = pair.new_document_id
)

select
    series_key,
    time_period,
    if(coalesce(newer_is_farther, 0) >= 0, new_document_id, old_document_id) as document_id,
    min('it has changed places with ' || translate(
        list_filter(dimensions(other_series_key), lambda each: not list_contains(dimensions(series_key), each))[1], '=_', '  '
    )) as why
from weighed
group by all;
