-- Where a zip, or a city, lies. Looked up once for each (warehouse/facilities/places.py), in what the library zipcodes carries.
create table core.place (
    zip        varchar,
    city       varchar not null,
    state      varchar,
    county     varchar,
    latitude   double,
    longitude  double,
    located_by varchar
);
comment on table core.place is 'One row a zip, city and state that a list prints together: county and middle, by the zip, or by the city where the zip is none of that state. Key: zip, city, state.';
comment on column core.place.zip is 'Zip code of five digits; null or empty where none is printed.';
comment on column core.place.city is 'City, in lower case, as in keys.';
comment on column core.place.state is 'State, as a postal code in lower case; null or empty where none is printed.';
comment on column core.place.county is 'County, without the word; null where nobody knows.';
comment on column core.place.latitude is 'Latitude of the middle of the zip or city.';
comment on column core.place.longitude is 'Longitude of the middle of the zip or city.';
comment on column core.place.located_by is 'zip or city; null where neither is known.';
