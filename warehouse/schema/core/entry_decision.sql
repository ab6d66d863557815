-- One row a pair of entries of which a person has decided whether they are one. It goes before the rules of
-- core.entry_match. Content: seeds/entry_decision.csv. Key: dataflow, entry_key, other_key.
-- dataflow: Published list.
-- entry_key: One entry: the dimensions alone, without the dataflow: {pier=north,berth=4}.
-- other_key: The other one, which is listed later.
-- decision: same or apart.
-- reason: What happened, or why they are two.
-- evidence: The documents that show it.
create table core.entry_decision (
    dataflow  varchar not null,
    entry_key varchar not null,
    other_key varchar not null,
    decision  varchar not null,
    reason    varchar not null,
    evidence  varchar not null
);
