-- One row a pair of entries that may be one under two keys. In the edition in which the first is not listed any more
-- the other is, their keys differ in one dimension, and what an entry keeps is the same. Built by
-- schema/derived/entry_identity.sql after each load. Key: dataflow, entry_key, other_key.
-- dataflow: Published list.
-- entry_key: The entry that left the list.
-- other_key: The entry that came.
-- edition: Number of the edition in which that was (core.entry_vintage). Null where a decision alone joins them.
-- differs: The dimension in which their keys differ. Several, with commas, where a decision joins them.
-- state: same (they are one), apart or undecided. Of apart somebody decided that they are two; undecided ones stay two until somebody decides (core.entry_decision).
-- reason: The rule, or the decision. Of what is undecided the rule that does not hold: the names are not alike, several fit, both are listed together.
create table core.entry_match (
    dataflow  varchar not null,
    entry_key varchar not null,
    other_key varchar not null,
    edition   bigint,
    differs   varchar not null,
    state     varchar not null,
    reason    varchar not null
);
