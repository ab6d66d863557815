-- One row a zip, city and state that a list prints together, and where it lies. County and middle, by the zip, or by
-- the city where the zip is none of that state. Looked up once for each (warehouse/facilities/places.py), in what the
-- library zipcodes carries. Key: zip, city, state.
-- zip: Zip code of five digits; null or empty where none is printed.
-- city: City, in lower case, as in keys.
-- state: State, as a postal code in lower case; null or empty where none is printed.
-- county: County, without the word; null where nobody knows.
-- latitude: Latitude of the middle of the zip or city.
-- longitude: Longitude of the middle of the zip or city.
-- located_by: zip or city; null where neither is known.
create table core.place (
    zip        varchar,
    city       varchar not null,
    state      varchar,
    county     varchar,
    latitude   double,
    longitude  double,
    located_by varchar
);
