-- One row a figure far outside what its series is in the periods around. Key: series_key, time_period, document_id.
-- That is more than three times the greatest, or less than a third of the least, of three or more periods (core.period_around). Where they
-- stand on both sides, and another edition prints a figure among them for the same period, or they lie within twice one another; where
-- they stand on one side, and both holds. On a side on which the document itself prints none, others tell. A series of which most periods
-- around were revised as much is counted anew, and no slip.
-- why: What the periods around have, and the other edition.
-- *: The columns of core.observation.
create or replace view core.slip_jump as
with around as (
    select
        nearby.*,
        coalesce(
            greatest(abs(revision.old_value), abs(revision.new_value)) > 2 * least(abs(revision.old_value), abs(revision.new_value)),
            false
        ) as was_revised_too
    from core.period_around as nearby
    left join core.revision as revision
        on revision.series_key = nearby.series_key and revision.time_period = nearby.nearby_period
        and revision.old_document_id = nearby.old_document_id and revision.new_document_id = nearby.new_document_id
    qualify
        nearby.is_own
        or not bool_or(nearby.is_own) over (
            partition by
                nearby.series_key, nearby.time_period, nearby.document_id, nearby.old_document_id, nearby.new_document_id,
                nearby.is_after
        )
),

judged as (
    select
        series_key,
        time_period,
        document_id,
        value,
        other,
        min(nearby) as least_around,
        max(nearby) as most_around,
        count(*) as periods,
        count(distinct is_after) as sides
    from around
    group by series_key, time_period, document_id, old_document_id, new_document_id, value, other
    having count(*) >= 3 and 2 * count(*) filter (where was_revised_too) < count(*)
)

select
    series_key,
    time_period,
    document_id,
    min(format(
        'around it are {} to {}, another edition has {}',
        number_text(least_around), number_text(most_around), number_text(other)
    )) as why
from judged
where
    (value > 3 * most_around or 3 * value < least_around)
    and (sides = 2 or most_around <= 2 * least_around)
    and (other between least_around / 1.5 and 1.5 * most_around or (sides = 2 and periods >= 4 and most_around <= 2 * least_around))
group by series_key, time_period, document_id;
