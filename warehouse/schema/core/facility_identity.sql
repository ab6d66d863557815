-- What a person has decided of two facilities. Content: seeds/facility_identity.csv.
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
comment on table core.facility_identity is 'One row two keys of which somebody has decided whether they are one facility, by two documents; it goes before every rule. Key: facility_key, other_key.';
comment on column core.facility_identity.facility_key is 'One key: name=…,city=…,state=….';
comment on column core.facility_identity.other_key is 'The other key.';
comment on column core.facility_identity.decision is 'same or apart.';
comment on column core.facility_identity.reason is 'Why.';
comment on column core.facility_identity.document_id is 'sha256 of a document that prints the one.';
comment on column core.facility_identity.cell is 'Cell of its name there.';
comment on column core.facility_identity.other_document_id is 'sha256 of a document that prints the other.';
comment on column core.facility_identity.other_cell is 'Cell of its name there.';
