-- Detention facilities by edition, every vintage (ICE). Who they are, where, how many people.
-- facility_id: The facility through all its names (core.facility); null where no list names it. Rows of one document that are one facility are one.
-- name: Its name as this document prints it; of several the largest.
-- canonical_name: Its name as most editions print it.
-- city: City, as most editions print it.
-- state: State, as a postal code; that of other editions where this one has lost it.
-- state_printed: State as this document prints it; null where it has lost it.
-- county: County of its zip or city.
-- type: Type of contract or use, in the last edition that prints one. Such as IGSA, CDF, SPC, HOLD …
-- area_of_responsibility: Field office in charge, in the last edition that prints one.
-- address: Street address, in the last edition that prints one.
-- zip: Zip code, in the last edition that prints one.
-- latitude: Latitude of the middle of its zip or city, not of the house.
-- longitude: Longitude of the middle of its zip or city, not of the house.
-- fiscal_year: US federal fiscal year of the list.
-- time_period: Identity of the period.
-- period_start: First day covered, inclusive.
-- period_end: Last day covered, inclusive.
-- average_daily_population: People held on an average day of the fiscal year to date. Level A to D added up.
-- criminal: Of these, with a conviction, men and women.
-- non_criminal: Of these, without one.
-- mandatory: Of these, held because the law demands it.
-- average_length_of_stay: Average length of stay in the facility, in days. Null where a document lists it twice.
-- guaranteed_minimum: Beds that ICE pays for whether used or not; null where the contract has none.
-- is_provisional: True where the fiscal year was not over at data_through.
-- data_through: Day that the list itself gives as that of its data.
-- publisher: Who publishes it.
-- source_id: The publication it stands in.
-- document_id: sha256 of the document that prints it.
-- document_url: Address at which the document was first seen.
-- sheet: Sheet, as printed.
-- cells: Cells of levels A to D, which the population is the sum of.
-- corrections: Why figures of it were corrected (core.correction); null where none was.
-- known_from: Since when the public could know the document, UTC.
-- valid_from: Since when the document speaks for this fiscal year, UTC.
-- valid_to: Until when it speaks (exclusive), UTC; null while it still does.
-- is_current: Whether it still speaks.
create or replace view vintages.ready_facilities as
select
    listed.facility_id,
    max_by(listed.facility, listed.average_daily_population) as name,
    any_value(place.name) as canonical_name,
    coalesce(any_value(place.city), min(listed.city)) as city,
    coalesce(any_value(place.state), min(listed.state)) as state,
    upper(min(listed.state)) as state_printed,
    any_value(place.county) as county,
    any_value(place.type) as type,
    any_value(place.area_of_responsibility) as area_of_responsibility,
    any_value(place.address) as address,
    any_value(place.zip) as zip,
    any_value(place.latitude) as latitude,
    any_value(place.longitude) as longitude,
    listed.fiscal_year,
    listed.time_period,
    min(listed.period_start) as period_start,
    max(listed.period_end) as period_end,
    sum(listed.average_daily_population order by listed.cells) as average_daily_population,
    sum(coalesce(listed.male_criminal, 0) + coalesce(listed.female_criminal, 0) order by listed.cells) as criminal,
    sum(coalesce(listed.male_non_criminal, 0) + coalesce(listed.female_non_criminal, 0) order by listed.cells) as non_criminal,
    sum(listed.mandatory order by listed.cells) as mandatory,
    if(count(*) = 1, min(listed.average_length_of_stay), null) as average_length_of_stay,
    max(listed.guaranteed_minimum) as guaranteed_minimum,
    bool_or(listed.is_provisional) as is_provisional,
    min(listed.data_through) as data_through,
    min(listed.publisher) as publisher,
    min(listed.source_id) as source_id,
    listed.document_id,
    min(listed.document_url) as document_url,
    min(listed.sheet) as sheet,
    string_agg(listed.cells, '; ' order by listed.cells) as cells,
    string_agg(distinct listed.corrections, '; ' order by listed.corrections) as corrections,
    min(listed.known_from) as known_from,
    min(listed.valid_from) as valid_from,
    max(listed.valid_to) as valid_to,
    bool_or(listed.is_current) as is_current
from vintages.facility_population as listed
left join core.facility as place on place.facility_id = listed.facility_id
group by
    listed.facility_id, coalesce(listed.facility_id, listed.name || listed.city), listed.fiscal_year, listed.time_period,
    listed.document_id;
