-- The detention facilities, one through all their names. Built by warehouse/facilities after each load (docs/facilities.md).
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
comment on table core.facility is 'One row a facility of the lists of ICE, under one identity through renamings, misspellings and lost states. Key: facility_id.';
comment on column core.facility.facility_id is 'Name, city and state under which it was first listed: adelanto_ice_processing_center_adelanto_ca.';
comment on column core.facility.name is 'Its name as most editions print it.';
comment on column core.facility.latest_name is 'Its name in the last edition that lists it.';
comment on column core.facility.city is 'City, as most editions print it under that name.';
comment on column core.facility.state is 'State, as a postal code; that of the other editions where one has lost it.';
comment on column core.facility.address is 'Street address in the last edition that prints one.';
comment on column core.facility.zip is 'Zip code in the last edition that prints one, with the zeros at its front.';
comment on column core.facility.type is 'Type of contract or use in the last edition that prints one: IGSA, CDF, SPC, HOLD …';
comment on column core.facility.area_of_responsibility is 'Field office in charge, in the last edition that prints one.';
comment on column core.facility.county is 'County of its zip or city; null where nobody knows.';
comment on column core.facility.latitude is 'Latitude of the middle of its zip or city, not of the house.';
comment on column core.facility.longitude is 'Longitude of the middle of its zip or city, not of the house.';
comment on column core.facility.located_by is 'Whence county and middle are: zip, or city where the zip is none of its state; null where neither is known.';
comment on column core.facility.names is 'Keys (core.facility_key) under which it was listed.';
comment on column core.facility.editions is 'Documents that list it.';
