-- One row a source and period, with its chief measures as columns. Arrests, book-ins, people held, let go, removed,
-- returned, and encounters. No column adds one source to another: never two publishers in one figure. What one does not
-- publish is null. Sources count different things: core.metric, core.measure_series. Key: source_id, time_period.
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
-- age_days: Days from there to the moment asked about, of the oldest figure of the row. To today where that is now.
-- places: Of each measure the document and the cell (of a sum the first one).
create or replace view ready.side_by_side as
select
    publisher,
    source_id,
    fiscal_year,
    any_value(period_type) as period_type,
    time_period,
    min(period_start) as period_start,
    max(value) filter (measure = 'arrests') as arrests,
    max(value) filter (measure = 'book_ins') as book_ins,
    max(value) filter (measure = 'book_ins_ice') as book_ins_ice,
    max(value) filter (measure = 'book_ins_cbp') as book_ins_cbp,
    max(value) filter (measure = 'detained') as detained,
    max(value) filter (measure = 'detained_on_average') as detained_on_average,
    max(value) filter (measure = 'released') as released,
    max(value) filter (measure = 'booked_out') as booked_out,
    max(value) filter (measure = 'removed') as removed,
    max(value) filter (measure = 'returned') as returned,
    max(value) filter (measure = 'removed_or_returned_by_ice') as removed_or_returned_by_ice,
    max(value) filter (measure = 'repatriated') as repatriated,
    max(value) filter (measure = 'encounters') as encounters,
    max(value) filter (measure = 'encounters_southwest') as encounters_southwest,
    max(value) filter (measure = 'encounters_usbp') as encounters_usbp,
    bool_or(is_provisional) as is_provisional,
    min(data_through) as data_through,
    max(age_days) as age_days,
    list_sort(list({'measure': measure, 'document_id': document_id, 'place': place})) as places
from sliced_ready.measures
group by publisher, source_id, fiscal_year, time_period;
