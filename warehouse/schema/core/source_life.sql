-- One row a change in the life of a source, or of one of its published tables. Whether it is published any more, and
-- how we know. An alarm about a silent source or an absent table stops by such an entry and by nothing
-- else. Content: seeds/source_life.csv. Key: source_id, dataflow, since.
-- source_id: Source.
-- dataflow: Published table; null for the whole source.
-- state: active, late (known to be), suspended, or ended.
-- since: Day since which it is so. An absence is closed by a day after the last data of the edition before, and before the table is printed again.
-- evidence: How we know: what the publisher said, or the document that shows it.
create table core.source_life (
    source_id varchar not null,
    dataflow  varchar,
    state     varchar not null,
    since     date not null,
    evidence  varchar not null
);
