-- The published tables of each edition, in the order of the editions.
-- source_id: Source of the document.
-- document_id: sha256 of the edition.
-- dataflow: Published table that it prints.
-- position: Place of the edition among those of its source: by the day to which its data run, then since when it is known.
-- refused: Whether nothing of the table is loaded, because it was refused.
create or replace view core.edition_table as
with printed as (
    select document_id, dataflow, false as refused
    from core.observation
    group by all
    union all
    select document_id, dataflow, true as refused
    from core.refusal
    where dataflow is not null
    group by all
),

edition as (
    select
        document_id,
        source_id,
        row_number() over (
            partition by source_id
            order by
                -- a day after the document was first seen is a slip; of one that is known by its data alone their bound counts
                coalesce(
                    case when data_through <= cast(known_from as date) then data_through end,
                    case when known_from_basis = 'data' then cast(known_from as date) - 1 end
                ) nulls first,
                known_from, document_id
        ) as position
    from raw.document
    where known_from is not null and document_id in (select document_id from printed)
)

select
    edition.source_id,
    edition.document_id,
    printed.dataflow,
    edition.position,
    bool_and(printed.refused) as refused
from edition
inner join printed on printed.document_id = edition.document_id
group by all;
comment on view core.edition_table is 'One row a published table of an edition, those that were refused included. Key: document_id, dataflow.';
