-- Why two keys are one facility. Built by warehouse/facilities after each load.
create table core.facility_join (
    facility_id       varchar not null,
    facility_key      varchar not null,
    other_key         varchar not null,
    rule              varchar not null,
    document_id       varchar not null,
    sheet             varchar,
    cell              varchar not null,
    other_document_id varchar not null,
    other_sheet       varchar,
    other_cell        varchar not null
);
comment on table core.facility_join is 'One row two keys that were taken for one facility, with the rule of docs/facilities.md or the decision of a person, and a cell that prints each. Key: facility_key, other_key.';
comment on column core.facility_join.facility_id is 'The facility.';
comment on column core.facility_join.facility_key is 'One key.';
comment on column core.facility_join.other_key is 'The other key.';
comment on column core.facility_join.rule is 'Why they are one, in words.';
comment on column core.facility_join.document_id is 'sha256 of the last document that prints the one.';
comment on column core.facility_join.sheet is 'Its sheet.';
comment on column core.facility_join.cell is 'Cell of the name.';
comment on column core.facility_join.other_document_id is 'sha256 of the first document that prints the other.';
comment on column core.facility_join.other_sheet is 'Its sheet.';
comment on column core.facility_join.other_cell is 'Cell of the name.';
