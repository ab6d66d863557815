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
    min(place.facility_id) as facility_id,
    min(place.name) as canonical_name,
    min(place.county) as county,
    min(place.latitude) as latitude,
    min(place.longitude) as longitude,
    listed.name,
    listed.city,
    listed.state,
    listed.address,
    listed.entry,
    min(row_label) as facility,
    sum(value_corrected order by level) filter (level is not null) as average_daily_population,
    sum(value_corrected) filter (level = 'A') as level_a,
    sum(value_corrected) filter (level = 'B') as level_b,
    sum(value_corrected) filter (level = 'C') as level_c,
    sum(value_corrected) filter (level = 'D') as level_d,
    sum(value_corrected) filter (sex = 'male' and criminality = 'criminal') as male_criminal,
    sum(value_corrected) filter (sex = 'male' and criminality = 'non_criminal') as male_non_criminal,
    sum(value_corrected) filter (sex = 'female' and criminality = 'criminal') as female_criminal,
    sum(value_corrected) filter (sex = 'female' and criminality = 'non_criminal') as female_non_criminal,
    sum(value_corrected) filter (threat_level = '1') as threat_level_1,
    sum(value_corrected) filter (threat_level = '2') as threat_level_2,
    sum(value_corrected) filter (threat_level = '3') as threat_level_3,
    sum(value_corrected) filter (threat_level = 'none') as no_threat_level,
    sum(value_corrected) filter (mandatory = 'yes') as mandatory,
    sum(value_corrected) filter (measure = 'alos') as average_length_of_stay,
    sum(value_corrected) filter (measure = 'guaranteed_minimum') as guaranteed_minimum,
    fiscal_year,
    time_period,
    min(period_start) as period_start,
    min(period_end) as period_end,
    bool_or(is_provisional) as is_provisional,
    min(data_through) as data_through,
    min(publisher) as publisher,
    min(source_id) as source_id,
    document_id,
    min(document_url) as document_url,
    min(document_title) as document_title,
    min(sheet) as sheet,
    concat_ws(':', min(cell) filter (level = 'A'), min(cell) filter (level = 'D')) as cells,
    string_agg(distinct correction, '; ' order by correction) as corrections,
    min(known_from) as known_from,
    min(valid_from) as valid_from,
    min(valid_to) as valid_to,
    bool_or(is_current) as is_current
from (  -- no CTE: DuckDB 1.4.0 does not find one inside a table macro
    select
        figure.*,
        series.dimensions['name'] as name,
        series.dimensions['city'] as city,
        nullif(series.dimensions['state'], '') as state,
        series.dimensions['address'] as address,
        series.dimensions['entry'] as entry,
        series.dimensions['level'] as level,
        series.dimensions['sex'] as sex,
        series.dimensions['criminality'] as criminality,
        series.dimensions['threat_level'] as threat_level,
        series.dimensions['mandatory'] as mandatory,
        series.dimensions['measure'] as measure
    from vintages.figure as figure
    inner join core.series as series using (dataflow, series_key)
    where figure.dataflow = 'ice.facilities'
) as listed
left join core.facility_key as of_key
    on of_key.name = listed.name and of_key.city = listed.city and of_key.state = coalesce(listed.state, '')
    and of_key.address is not distinct from listed.address and of_key.entry is not distinct from listed.entry
left join core.facility as place on place.facility_id = of_key.facility_id
group by listed.name, listed.city, listed.state, listed.address, listed.entry, fiscal_year, time_period, document_id;
