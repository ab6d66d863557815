-- One row a key under which lists name a facility, with the facility. Its name, city, state, address and entry are
-- dimensions, as those of series keys. Built by warehouse/facilities after each load. Key: facility_key.
-- facility_key: What stands in the braces of series and entry keys: name=…,city=…,state=….
-- name: Dimension name.
-- city: Dimension city.
-- state: Dimension state; empty where an edition has lost it.
-- address: Dimension address, of what one edition prints twice; else null.
-- entry: Dimension entry, of what one edition repeats; else null.
-- facility_id: The facility.
create table core.facility_key (
    facility_key varchar not null,
    name         varchar not null,
    city         varchar not null,
    state        varchar not null,
    address      varchar,
    entry        varchar,
    facility_id  varchar not null
);
