-- One row two keys that were taken for one facility, and why. With the rule of docs/facilities.md or the decision of a
-- person, and a cell that prints each. Built by warehouse/facilities after each load. Key: facility_key, other_key.
-- facility_id: The facility.
-- facility_key: One key.
-- other_key: The other key.
-- rule: Why they are one, in words.
-- document_id: sha256 of the last document that prints the one.
-- sheet: Its sheet.
-- cell: Cell of the name.
-- other_document_id: sha256 of the first document that prints the other.
-- other_sheet: Its sheet.
-- other_cell: Cell of the name.
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
