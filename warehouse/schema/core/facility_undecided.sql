-- Facilities that may be one and were left apart. Built by warehouse/facilities after each load.
create table core.facility_undecided (
    facility_id       varchar not null,
    other_facility_id varchar not null,
    why               varchar not null,
    facility_key      varchar not null,
    other_key         varchar not null,
    document_id       varchar not null,
    sheet             varchar,
    cell              varchar not null,
    other_document_id varchar not null,
    other_sheet       varchar,
    other_cell        varchar not null
);
comment on table core.facility_undecided is 'One row two facilities that no rule joins and that something speaks for being one: to be decided by a person (seeds/facility_identity.csv). Key: facility_id, other_facility_id.';
comment on column core.facility_undecided.facility_id is 'One facility.';
comment on column core.facility_undecided.other_facility_id is 'The other.';
comment on column core.facility_undecided.why is 'What speaks for one place, and what against.';
comment on column core.facility_undecided.facility_key is 'Key of the one.';
comment on column core.facility_undecided.other_key is 'Key of the other.';
comment on column core.facility_undecided.document_id is 'sha256 of the last document that prints the one.';
comment on column core.facility_undecided.sheet is 'Its sheet.';
comment on column core.facility_undecided.cell is 'Cell of the name.';
comment on column core.facility_undecided.other_document_id is 'sha256 of the first document that prints the other.';
comment on column core.facility_undecided.other_sheet is 'Its sheet.';
comment on column core.facility_undecided.other_cell is 'Cell of the name.';
