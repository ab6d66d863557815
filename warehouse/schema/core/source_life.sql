-- Whether sources and their tables are published any more, and how we know. Content: seeds/source_life.csv.
create table core.source_life (
    source_id varchar not null,
    dataflow  varchar,
    state     varchar not null,
    since     date not null,
    evidence  varchar not null
);
comment on table core.source_life is 'One row a change in the life of a source, or of one of its published tables. An alarm about a silent source or an absent table stops by such an entry and by nothing else. Key: source_id, dataflow, since.';
comment on column core.source_life.source_id is 'Source.';
comment on column core.source_life.dataflow is 'Published table; null for the whole source.';
comment on column core.source_life.state is 'active, late (known to be), suspended, or ended.';
comment on column core.source_life.since is 'Day since which it is so. An absence is closed by a day after the last data of the edition before, and before the table is printed again.';
comment on column core.source_life.evidence is 'How we know: what the publisher said, or the document that shows it.';
