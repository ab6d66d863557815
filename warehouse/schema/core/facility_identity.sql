-- One row two keys of which a person has decided whether they are one facility. By two documents; it goes before every
-- rule. Content: seeds/facility_identity.csv. Key: facility_key, other_key.
-- facility_key: One key: name=…,city=…,state=….
-- other_key: The other key.
-- decision: same or apart.
-- reason: Why.
-- document_id: sha256 of a document that prints the one.
-- cell: Cell of its name there.
-- other_document_id: sha256 of a document that prints the other.
-- other_cell: Cell of its name there.
create table core.facility_identity (
    facility_key      varchar not null,
    other_key         varchar not null,
    decision          varchar not null,
    reason            varchar not null,
    document_id       varchar not null,
    cell              varchar not null,
    other_document_id varchar not null,
    other_cell        varchar not null
);
