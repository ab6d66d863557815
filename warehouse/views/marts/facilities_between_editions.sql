-- How many people a facility held on an average day between two editions. They are editions of one fiscal year,
-- weighted by the days that each covers, as in marts.between_editions. Never across 1 October.
-- facility_id: The facility through all its names (core.facility).
-- name: Its name as most editions print it.
-- city: City.
-- state: State, as a postal code.
-- fiscal_year: US federal fiscal year.
-- from_day: First day between: the day after the last one of the earlier edition's data.
-- to_day: Last day between: that of the later edition's data.
-- days: Days from one to the other, both counted.
-- population_between: People held on an average day of those.
-- average_daily_population: Of the year to date, in the later edition.
-- earlier_average_daily_population: Of the year to date, in the earlier edition.
-- publisher: Who publishes it.
-- document_id: sha256 of the later edition.
-- sheet: Its sheet.
-- cells: Cells of levels A to D there.
-- earlier_document_id: sha256 of the earlier edition.
-- earlier_sheet: Its sheet.
-- earlier_cells: Cells of levels A to D there.
-- known_from: Since when the later edition speaks, UTC.
create or replace view marts.facilities_between_editions as
select
    facility_id,
    canonical_name as name,
    city,
    state,
    fiscal_year,
    earlier.data_through + 1 as from_day,
    data_through as to_day,
    date_diff('day', earlier.data_through, data_through) as days,
    (average_daily_population * (date_diff('day', period_start, data_through) + 1)
    - earlier.value * (date_diff('day', period_start, earlier.data_through) + 1)) / days as population_between,
    average_daily_population,
    earlier.value as earlier_average_daily_population,
    publisher,
    document_id,
    sheet,
    cells,
    earlier.document_id as earlier_document_id,
    earlier.sheet as earlier_sheet,
    earlier.cells as earlier_cells,
    valid_from as known_from
from (
    select
        *,
        lag({
            'value': average_daily_population,
            'data_through': data_through,
            'document_id': document_id,
            'sheet': sheet,
            'cells': cells
        }) over (partition by facility_id, fiscal_year order by data_through, valid_from) as earlier
    from vintages.ready_facilities
    where facility_id is not null and data_through between period_start and period_start + 366
)
where earlier is not null and data_through > earlier.data_through;
