-- One row a detention facility of the lists of ICE, one through all its names. Renamings, misspellings and lost states
-- make no other. Built by warehouse/facilities after each load (docs/facilities.md). Key: facility_id.
-- facility_id: Name, city and state under which it was first listed. Such as adelanto_ice_processing_center_adelanto_ca.
-- name: Its name as most editions print it.
-- latest_name: Its name in the last edition that lists it.
-- city: City, as most editions print it under that name.
-- state: State, as a postal code; that of the other editions where one has lost it.
-- address: Street address in the last edition that prints one.
-- zip: Zip code in the last edition that prints one, with the zeros at its front.
-- type: Type of contract or use in the last edition that prints one. Such as IGSA, CDF, SPC, HOLD …
-- area_of_responsibility: Field office in charge, in the last edition that prints one.
-- county: County of its zip or city; null where nobody knows.
-- latitude: Latitude of the middle of its zip or city, not of the house.
-- longitude: Longitude of the middle of its zip or city, not of the house.
-- located_by: Whence county and middle are: zip, or city where the zip is none of its state. Null where neither is known.
-- names: Keys (core.facility_key) under which it was listed.
-- editions: Documents that list it.
create table core.facility (
    facility_id            varchar not null,
    name                   varchar not null,
    latest_name            varchar not null,
    city                   varchar not null,
    state                  varchar,
    address                varchar,
    zip                    varchar,
    type                   varchar,
    area_of_responsibility varchar,
    county                 varchar,
    latitude               double,
    longitude              double,
    located_by             varchar,
    names                  integer not null,
    editions               integer not null
);
