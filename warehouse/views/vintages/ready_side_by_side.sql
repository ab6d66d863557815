-- One row a source, a period and a time in which the same figures stand in it. What ready.side_by_side says of the
-- moments from valid_from to valid_to. A new row begins where another document speaks for one of the measures. Key:
-- source_id, time_period, valid_from.
-- publisher: Who publishes it.
-- source_id: The publication; a publisher may have several.
-- fiscal_year: US federal fiscal year of the period.
-- period_type: Kind of period: day, month, fiscal_year, fiscal_year_to_date. Add up those of one kind.
-- time_period: Identity of the period. A month is 2025-01, a fiscal year (to date or whole) 2024-10-01/P1Y, a day 2025-02-03.
-- period_start: First day covered.
-- arrests: Arrests: administrative ones by ERO (OHSS); of a day what ICE posted on X.
-- book_ins: Initial book-ins into ICE detention.
-- book_ins_ice: Of these, of people whom ICE arrested.
-- book_ins_cbp: Of these, of people whom CBP arrested.
-- detained: People in ICE detention on a day.
-- detained_on_average: People in ICE detention on an average day of the period.
-- released: People let go from ICE detention. Bonded out, paroled, on an order of recognizance or of supervision, added up.
-- booked_out: All who left ICE detention, removals and transfers with them.
-- removed: Removals (OHSS: by ICE and CBP).
-- returned: Returns, enforcement and administrative ones added up (OHSS: by ICE and CBP).
-- removed_or_returned_by_ice: Removals and returns by ICE, which prints no month of them.
-- repatriated: Removals, returns and expulsions under Title 42.
-- encounters: Encounters by CBP, everywhere.
-- encounters_southwest: Encounters by CBP at the southwest land border. At ports of entry and between them.
-- encounters_usbp: Encounters by the Border Patrol alone, everywhere between ports of entry.
-- is_provisional: Whether the period was not over at data_through, of any figure of the row.
-- data_through: The earliest day up to which the data of a figure of the row run.
-- places: Of each measure the document and the cell (of a sum the first one).
-- last_day_of_data: The earliest last day of the data of a figure of the row. The age counts from it.
-- valid_from: Since when these figures stand in the row, UTC.
-- valid_to: Until when (exclusive), UTC; null while they still do.
-- is_current: Whether they still do.
create or replace view vintages.ready_side_by_side as
with turn as (  -- the moments since which something else may stand in a row
    select
        *,
        lead(turn_at) over (partition by source_id, fiscal_year, time_period order by turn_at) as next_turn_at
    from (
        select distinct source_id, fiscal_year, time_period, unnest([valid_from, valid_to]) as turn_at
        from vintages.ready_measures
    )
    where turn_at is not null
)

select
    measured.publisher,
    measured.source_id,
    measured.fiscal_year,
    any_value(measured.period_type) as period_type,
    measured.time_period,
    min(measured.period_start) as period_start,
    max(measured.value) filter (measured.measure = 'arrests') as arrests,
    max(measured.value) filter (measured.measure = 'book_ins') as book_ins,
    max(measured.value) filter (measured.measure = 'book_ins_ice') as book_ins_ice,
    max(measured.value) filter (measured.measure = 'book_ins_cbp') as book_ins_cbp,
    max(measured.value) filter (measured.measure = 'detained') as detained,
    max(measured.value) filter (measured.measure = 'detained_on_average') as detained_on_average,
    max(measured.value) filter (measured.measure = 'released') as released,
    max(measured.value) filter (measured.measure = 'booked_out') as booked_out,
    max(measured.value) filter (measured.measure = 'removed') as removed,
    max(measured.value) filter (measured.measure = 'returned') as returned,
    max(measured.value) filter (measured.measure = 'removed_or_returned_by_ice') as removed_or_returned_by_ice,
    max(measured.value) filter (measured.measure = 'repatriated') as repatriated,
    max(measured.value) filter (measured.measure = 'encounters') as encounters,
    max(measured.value) filter (measured.measure = 'encounters_southwest') as encounters_southwest,
    max(measured.value) filter (measured.measure = 'encounters_usbp') as encounters_usbp,
    bool_or(measured.is_provisional) as is_provisional,
    min(measured.data_through) as data_through,
    min(last_day_of_data(measured.data_through, measured.period_end, measured.valid_from)) as last_day_of_data,
    list_sort(list({'measure': measured.measure, 'document_id': measured.document_id, 'place': measured.place})) as places,
    turn.turn_at as valid_from,
    turn.next_turn_at as valid_to,
    turn.next_turn_at is null as is_current
from turn
inner join vintages.ready_measures as measured
    on measured.source_id = turn.source_id and measured.fiscal_year = turn.fiscal_year
    and measured.time_period = turn.time_period and speaks_at(measured.valid_from, measured.valid_to, turn.turn_at)
group by measured.publisher, measured.source_id, measured.fiscal_year, measured.time_period, turn.turn_at, turn.next_turn_at;
