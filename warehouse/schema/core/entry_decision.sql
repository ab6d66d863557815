-- What a person has decided of two entries of a list. Content: seeds/entry_decision.csv.
create table core.entry_decision (
    dataflow  varchar not null,
    entry_key varchar not null,
    other_key varchar not null,
    decision  varchar not null,
    reason    varchar not null,
    evidence  varchar not null
);
comment on table core.entry_decision is 'One row a pair of entries of which somebody has decided whether they are one; it goes before the rules of core.entry_match. Key: dataflow, entry_key, other_key.';
comment on column core.entry_decision.dataflow is 'Published list.';
comment on column core.entry_decision.entry_key is 'One entry: the dimensions alone, without the dataflow: {pier=north,berth=4}.';
comment on column core.entry_decision.other_key is 'The other one, which is listed later.';
comment on column core.entry_decision.decision is 'same or apart.';
comment on column core.entry_decision.reason is 'What happened, or why they are two.';
comment on column core.entry_decision.evidence is 'The documents that show it.';
