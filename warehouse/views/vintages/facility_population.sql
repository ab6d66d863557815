-- One row a detention facility and fiscal year, with its population. Level A to D added up, its breakdowns, length of
-- stay and guaranteed minimum, with document and cells; facility_id is the same through all names of a
-- facility. Key: name, city, state, address, entry, time_period.
-- facility_id: The facility through all its names (core.facility). Null where no list of its document names it.
-- canonical_name: Its name as most editions print it.
-- county: Its county (core.facility).
-- latitude: Latitude of the middle of its zip or city.
-- longitude: Longitude of the middle of its zip or city.
-- name: Name of the facility, in lower case, as its series are called in this document.
-- city: City, in lower case.
-- state: State, as a postal code in lower case.
-- address: Street address, where two facilities of the list would else have one name. Else null.
-- entry: 2, 3 … where the list prints what seems to be the same place again; else null.
-- facility: Name of the facility as printed.
-- average_daily_population: People held on an average day of the fiscal year to date. Level A to D added up, which no column prints.
-- level_a: Average daily population of classification level A (low).
-- level_b: Average daily population of level B (medium low).
-- level_c: Average daily population of level C (medium high).
-- level_d: Average daily population of level D (high).
-- male_criminal: Average daily population, men with a conviction.
-- male_non_criminal: Average daily population, men without.
-- female_criminal: Average daily population, women with a conviction.
-- female_non_criminal: Average daily population, women without.
-- threat_level_1: Average daily population of ICE threat level 1 (highest).
-- threat_level_2: Average daily population of ICE threat level 2.
-- threat_level_3: Average daily population of ICE threat level 3.
-- no_threat_level: Average daily population without ICE threat level (no conviction).
-- mandatory: Average daily population of people whose detention is mandatory by law.
-- average_length_of_stay: Average length of stay in the facility, in days.
-- guaranteed_minimum: Beds that ICE pays for whether used or not; null where the contract has none.
-- fiscal_year: US federal fiscal year of the list.
-- time_period: Identity of the period: 2024-10-01/P1Y is fiscal year 2025, to date or whole.
-- period_start: First day covered, inclusive.
-- period_end: Last day covered, inclusive.
-- is_provisional: True where the fiscal year was not over at data_through.
-- data_through: Day that the list itself gives as that of its data.
-- publisher: Who publishes it.
-- source_id: The publication it stands in.
-- document_id: sha256 of the document that prints it.
-- document_url: Address at which the document was first seen.
-- document_title: Title that the document gives itself.
-- sheet: Sheet, as printed.
-- cells: Cells of levels A to D, which the population is the sum of.
-- corrections: Why figures of it were corrected (core.correction); null where none was.
-- known_from: Since when the public could know the document, UTC.
-- valid_from: Since when the document speaks for this fiscal year, UTC.
-- valid_to: Until when it speaks (exclusive), UTC; null while it still does.
-- is_current: Whether it still speaks.
create or replace view vintages.facility_population as
select
    place.facility_id,
    place.canonical_name,
    place.county,
    place.latitude,
    place.longitude,
    place.name,
    place.city,
    place.state,
    place.address,
    place.entry,
    listed.facility,
    list_sum([listed.level_a, listed.level_b, listed.level_c, listed.level_d]) as average_daily_population,
    listed.* exclude (place_key, facility, document_id, cell_a, cell_d, sheet, corrections, valid_from, valid_to, is_current),
    source.publisher,
    document.source_id,
    listed.document_id,
    document.url as document_url,
    document.title as document_title,
    listed.sheet,
    concat_ws(':', listed.cell_a, listed.cell_d) as cells,
    listed.corrections,
    document.known_from,
    listed.valid_from,
    listed.valid_to,
    listed.is_current
from (  -- no CTE: DuckDB 1.4.0 does not find one inside a table macro
    select
        key.place_key,
        min(figure.row_label) as facility,
        sum(figure.value_corrected) filter (key.slot = 'A') as level_a,
        sum(figure.value_corrected) filter (key.slot = 'B') as level_b,
        sum(figure.value_corrected) filter (key.slot = 'C') as level_c,
        sum(figure.value_corrected) filter (key.slot = 'D') as level_d,
        sum(figure.value_corrected) filter (key.slot = 'male criminal') as male_criminal,
        sum(figure.value_corrected) filter (key.slot = 'male non_criminal') as male_non_criminal,
        sum(figure.value_corrected) filter (key.slot = 'female criminal') as female_criminal,
        sum(figure.value_corrected) filter (key.slot = 'female non_criminal') as female_non_criminal,
        sum(figure.value_corrected) filter (key.slot = '1') as threat_level_1,
        sum(figure.value_corrected) filter (key.slot = '2') as threat_level_2,
        sum(figure.value_corrected) filter (key.slot = '3') as threat_level_3,
        sum(figure.value_corrected) filter (key.slot = 'none') as no_threat_level,
        sum(figure.value_corrected) filter (key.slot = 'yes') as mandatory,
        sum(figure.value_corrected) filter (key.slot = 'alos') as average_length_of_stay,
        sum(figure.value_corrected) filter (key.slot = 'guaranteed_minimum') as guaranteed_minimum,
        figure.fiscal_year,
        figure.time_period,
        min(figure.period_start) as period_start,
        min(figure.period_end) as period_end,
        bool_or(figure.is_provisional) as is_provisional,
        min(figure.data_through) as data_through,
        figure.document_id,
        any_value(figure.sheet) as sheet,
        min(figure.cell) filter (key.slot = 'A') as cell_a,
        min(figure.cell) filter (key.slot = 'D') as cell_d,
        string_agg(distinct figure.correction, '; ' order by figure.correction) as corrections,
        min(figure.valid_from) as valid_from,
        min(figure.valid_to) as valid_to,
        bool_or(figure.is_current) as is_current
    from vintages.figure as figure
    inner join (
        select
            series_key,
            concat_ws(' ', dimensions['level'], dimensions['sex'], dimensions['criminality'], dimensions['threat_level'],
                dimensions['mandatory'], dimensions['measure']) as slot,
            array_to_string(
                list_filter(
                    dimensions(series_key),
                    lambda pair: split_part(pair, '=', 1) in ('name', 'city', 'state', 'address', 'entry')
                ), ','
            ) as place_key
        from core.series
        where dataflow = 'ice.facilities'
    ) as key on key.series_key = figure.series_key
    where figure.dataflow = 'ice.facilities'
    group by key.place_key, figure.fiscal_year, figure.time_period, figure.document_id
) as listed
inner join (
    select
        named.*,
        facility.facility_id,
        facility.name as canonical_name,
        facility.county,
        facility.latitude,
        facility.longitude
    from (
        select distinct
            array_to_string(
                list_filter(
                    dimensions(series_key),
                    lambda pair: split_part(pair, '=', 1) in ('name', 'city', 'state', 'address', 'entry')
                ), ','
            ) as place_key,
            dimensions['name'] as name,
            dimensions['city'] as city,
            nullif(dimensions['state'], '') as state,
            dimensions['address'] as address,
            dimensions['entry'] as entry
        from core.series
        where dataflow = 'ice.facilities'
    ) as named
    left join core.facility_key as of_key
        on of_key.name = named.name and of_key.city = named.city and of_key.state = coalesce(named.state, '')
        and of_key.address is not distinct from named.address and of_key.entry is not distinct from named.entry
    left join core.facility as facility on facility.facility_id = of_key.facility_id
) as place on place.place_key = listed.place_key
left join raw.document as document on document.document_id = listed.document_id
left join raw.source as source on source.source_id = document.source_id;
