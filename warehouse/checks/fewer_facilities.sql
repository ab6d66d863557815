-- A list of facilities does not lose a quarter of its places from one edition to the next.
-- severity: finding
-- The list may leave a place out without taking anything back (core.dataflow.absence), so fewer_series does not look at it. Places are
-- counted by identity, through their names; registers of every place known are left out (core.facility_edition).
with counted as (
    select dataflow, edition, document_id, min(sheet) as sheet, count(*) as facilities
    from core.facility_edition
    where not is_register
    group by dataflow, edition, document_id
),

beside as (
    select
        *,
        lag(document_id) over by_edition as before_document_id,
        lag(sheet) over by_edition as before_sheet,
        lag(facilities) over by_edition as facilities_before
    from counted
    window by_edition as (partition by dataflow order by edition)
)

select
    document_id, sheet, null as cell,
    before_document_id as other_document_id, before_sheet as other_sheet, null as other_cell,
    dataflow as series_key, null as time_period,
    format('about {:,} facilities', facilities_before) as expected,
    format('{:,}', facilities) as found,
    'the list names far fewer facilities than the edition before' as message
from beside
where facilities < 0.75 * facilities_before and facilities_before - facilities >= 3
