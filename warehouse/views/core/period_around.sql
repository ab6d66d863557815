-- One row a period near a figure that was revised to double or half. Key: series_key, time_period, document_id, old_document_id, new_document_id, is_own, nearby_period.
-- That is: in up to three periods of the same length on each side, as the document itself prints them, and as others do that have no part
-- in the revision.
-- document_id: sha256 of the one of the two documents whose figure is looked at.
-- value: Its figure.
-- other: The figure of the other one.
-- old_document_id: sha256 of the older one of the two.
-- new_document_id: sha256 of the newer one.
-- is_own: Whether the document itself prints the figure nearby. Else another one does, the last of them to speak.
-- is_after: Whether the period nearby is a later one.
-- nearby_period: The period nearby.
-- nearby: The figure there.
-- *: The columns of core.observation.
create or replace view core.period_around as
with side as (
    select
        series_key,
        time_period,
        period_start,
        regexp_replace(time_period, '[0-9]', '', 'g') as shape,
        old_document_id,
        new_document_id,
        unnest([
            {'document_id': old_document_id, 'value': old_value, 'other': new_value},
            {'document_id': new_document_id, 'value': new_value, 'other': old_value}
        ]) as of_one
    from core.notable_revision
    where greatest(abs(old_value), abs(new_value)) > 2 * least(abs(old_value), abs(new_value))
),

revised as (
    select * exclude (of_one), of_one.* from side
),

-- periods that are over, months with months, no month with a year
printed as (
    select
        observation.series_key,
        observation.time_period,
        observation.period_start,
        observation.document_id,
        observation.value,
        regexp_replace(observation.time_period, '[0-9]', '', 'g') as shape,
        row_number() over (
            partition by observation.series_key, observation.time_period
            order by vintage.valid_from desc, vintage.data_through desc nulls last, observation.document_id desc
        ) as from_the_last
    from core.observation as observation
    inner join core.vintage as vintage
        on vintage.document_id = observation.document_id and vintage.dataflow = observation.dataflow
        and vintage.time_period = observation.time_period
    where
        observation.value is not null and observation.obs_status = 'A'
        and observation.series_key in (select revised.series_key from revised)
),

around as (
    select
        revised.* exclude (period_start, shape),
        printed.document_id = revised.document_id as is_own,
        printed.period_start > revised.period_start as is_after,
        min(abs(printed.period_start - revised.period_start)) as days,
        printed.time_period as nearby_period,
        arg_min(printed.value, printed.from_the_last) as nearby
    from revised
    inner join printed
        on printed.series_key = revised.series_key and printed.shape = revised.shape
        and printed.time_period <> revised.time_period
    where
        printed.document_id = revised.document_id
        -- one of the last three is neither of the two
        or (printed.from_the_last <= 3 and printed.document_id not in (revised.old_document_id, revised.new_document_id))
    group by all
)

select * exclude (days)
from around
qualify row_number() over (
    partition by series_key, time_period, document_id, old_document_id, new_document_id, is_own, is_after
    order by days, nearby_period
) <= 3;
