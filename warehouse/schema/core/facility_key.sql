-- What a facility is called in keys. Built by warehouse/facilities after each load.
create table core.facility_key (
    facility_key varchar not null,
    name         varchar not null,
    city         varchar not null,
    state        varchar not null,
    address      varchar,
    entry        varchar,
    facility_id  varchar not null
);
comment on table core.facility_key is 'One row a key under which lists name a facility, with the facility. Key: facility_key; name, city, state, address and entry are its dimensions, as those of series keys.';
comment on column core.facility_key.facility_key is 'What stands in the braces of series and entry keys: name=…,city=…,state=….';
comment on column core.facility_key.name is 'Dimension name.';
comment on column core.facility_key.city is 'Dimension city.';
comment on column core.facility_key.state is 'Dimension state; empty where an edition has lost it.';
comment on column core.facility_key.address is 'Dimension address, of what one edition prints twice; else null.';
comment on column core.facility_key.entry is 'Dimension entry, of what one edition repeats; else null.';
comment on column core.facility_key.facility_id is 'The facility.';
