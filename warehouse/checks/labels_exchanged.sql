-- Two series of a table did not change places since the edition before.
-- severity: finding
-- Of periods that were over: each has the figures that the other had, in at least three periods and in most of those in
-- which it has others than before. In one of the two editions labels stand over, or beside, the figures of another series,
-- and nothing in either edition shows it.
with changed as (
    select
        old_document_id, new_document_id, dataflow, metric, time_period, series_key, old_value, new_value,
        {
            'time_period': time_period, 'sheet': new_sheet, 'cell': new_cell, 'old_sheet': old_sheet, 'old_cell': old_cell
        } as place
    from core.revision
    where old_value is not null and new_value is not null
),

exchanged as (
    select
        one.old_document_id, one.new_document_id, one.series_key, other.series_key as other_series_key,
        count(*) as periods, min(one.place) as place
    from changed as one
    inner join changed as other
        on
            one.old_document_id = other.old_document_id and one.new_document_id = other.new_document_id
            and one.dataflow = other.dataflow and one.metric = other.metric and one.time_period = other.time_period
            and one.old_value = other.new_value and one.new_value = other.old_value
    where one.series_key < other.series_key
    group by all
    having count(*) >= 3
),

of_series as (
    select old_document_id, new_document_id, series_key, count(*) as changes
    from changed
    semi join exchanged using (old_document_id, new_document_id, series_key)
    group by all
)

select
    exchanged.new_document_id as document_id, place.sheet, place.cell,
    exchanged.old_document_id as other_document_id, place.old_sheet as other_sheet, place.old_cell as other_cell,
    exchanged.series_key, place.time_period,
    'its own figures' as expected,
    'those of ' || exchanged.other_series_key as found,
    format('in {} periods each of the two has the figures that the other had in the edition before', exchanged.periods)
        as message
from exchanged
inner join of_series using (old_document_id, new_document_id, series_key)
where 2 * exchanged.periods > of_series.changes
