-- One row an edition that has one before it. That is the nearest earlier one of the source with which it has a table in
-- common, so that a source may publish several kinds of documents side by side. Key: document_id.
-- source_id: Source of both.
-- document_id: sha256 of the edition.
-- position: Its place among the editions of its source.
-- before_document_id: sha256 of the edition before.
-- before_position: Place of that one.
create or replace view core.edition_before as
with neighbour as (
    select
        source_id,
        document_id,
        position,
        lag(document_id) over earlier as before_document_id,
        lag(position) over earlier as before_position
    from core.edition_table
    window earlier as (partition by source_id, dataflow order by position)
)

select
    source_id,
    document_id,
    position,
    arg_max(before_document_id, before_position) as before_document_id,
    max(before_position) as before_position
from neighbour
where before_document_id is not null
group by all;
