-- A fiscal year to date never falls from one edition to the next.
-- severity: finding
-- Compares each document that speaks for a year with the one that spoke before it, where the later data run further
-- and the year was not over. A restatement of a finished year is a revision (core.revision), not a fall. A table's own
-- total must not fall at all. Its parts may change places between editions: of them a fall by more than a tenth and by
-- twenty or more is reported, and none of those transferred, who are counted elsewhere once they leave for good.
with succession as (
    select
        dataflow, time_period, document_id, data_through,
        lag(document_id) over (partition by dataflow, time_period order by valid_from) as earlier_document_id,
        lag(data_through) over (partition by dataflow, time_period order by valid_from) as earlier_data_through
    from core.vintage
    where
        time_period like '%/P1Y'
        and dataflow in (
            'ice.book_ins_by_arresting_agency', 'ice.book_ins_by_criminality', 'ice.releases_by_facility_type',
            'ice.releases_by_reason', 'ice.removals', 'ice.fear_parole_requested', 'ice.fear_parole_status'
        )
),

figure as (
    select document_id, dataflow, sheet, cell, series_key, time_period, value
    from core.observation
    where
        time_period like '%/P1Y' and value is not null
        and dataflow in (
            'ice.book_ins_by_arresting_agency', 'ice.book_ins_by_criminality', 'ice.releases_by_facility_type',
            'ice.releases_by_reason', 'ice.removals', 'ice.fear_parole_requested', 'ice.fear_parole_status'
        )
)

select
    later.document_id, later.sheet, later.cell,
    earlier.document_id as other_document_id, earlier.sheet as other_sheet, earlier.cell as other_cell,
    later.series_key, later.time_period,
    format('at least {:,.0f}', earlier.value) as expected,
    format('{:,.0f}', later.value) as found,
    format(
        'through {} it was {:,.0f}, through {} it is {:,.0f}',
        succession.earlier_data_through::varchar, earlier.value, succession.data_through::varchar, later.value
    ) as message
from succession
inner join figure as later using (document_id, dataflow, time_period)
inner join figure as earlier
    on
        succession.earlier_document_id = earlier.document_id
        and later.series_key = earlier.series_key and later.time_period = earlier.time_period
where
    succession.data_through > succession.earlier_data_through
    and succession.earlier_data_through < cast(left(succession.time_period, 10) as date) + interval 1 year - interval 1 day
    and later.value < earlier.value
    and not contains(later.series_key, 'reason=transferred,')
    and (
        -- nothing is left of the dimensions where each is "total"
        not contains(regexp_replace(later.series_key, '(definition=\w+|\w+=total)', '', 'g'), '=')
        or earlier.value - later.value >= greatest(20, 0.1 * earlier.value)
    )
