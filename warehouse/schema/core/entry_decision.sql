-- One row a pair of entries of which somebody has decided whether they are one; it goes before the rules of core.entry_match. Key: dataflow, entry_key, other_key.
-- What a person has decided of two entries of a list. Content: seeds/entry_decision.csv.
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
