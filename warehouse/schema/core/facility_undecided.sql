-- One row two facilities that may be one and that no rule joins. They were left apart, and something speaks for their
-- being one: to be decided by a person (seeds/facility_identity.csv). Built by warehouse/facilities after each
-- load. Key: facility_id, other_facility_id.
-- facility_id: One facility.
-- other_facility_id: The other.
-- why: What speaks for one place, and what against.
-- facility_key: Key of the one.
-- other_key: Key of the other.
-- document_id: sha256 of the last document that prints the one.
-- sheet: Its sheet.
-- cell: Cell of the name.
-- other_document_id: sha256 of the first document that prints the other.
-- other_sheet: Its sheet.
-- other_cell: Cell of the name.
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
