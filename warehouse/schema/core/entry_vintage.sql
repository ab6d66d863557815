-- Which document speaks for a list at a moment. Built by schema/derived/entry_vintage.sql after each load.
create table core.entry_vintage (
    dataflow    varchar not null,
    document_id varchar not null,
    edition     bigint not null,
    valid_from  timestamp not null,
    valid_to    timestamp not null
);
comment on table core.entry_vintage is 'One row a document that speaks for a list, with the time during which it does: from valid_from until, but not at, valid_to. A list speaks as a whole: what it does not list is not on it, and one that prints its header alone says that nothing is. Of several known at one moment the lower have no time to speak. Key: dataflow, document_id.';
comment on column core.entry_vintage.dataflow is 'Published list.';
comment on column core.entry_vintage.document_id is 'sha256 of the document that speaks.';
comment on column core.entry_vintage.edition is 'Its number among the documents that have spoken for the list, from 1.';
comment on column core.entry_vintage.valid_from is 'Since when it speaks, UTC.';
comment on column core.entry_vintage.valid_to is 'Until when it speaks (exclusive), UTC; infinity where it still does.';
