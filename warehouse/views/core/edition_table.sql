-- One row a published table of an edition, those that were refused included. In the order of the
-- editions. Key: document_id, dataflow.
-- source_id: Source of the document.
-- document_id: sha256 of the edition.
-- dataflow: Published table that it prints.
-- position: Place of the edition among those of its source. By the day to which its data run, then since when it is known.
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
)

select
    d.source_id,
    d.document_id,
    printed.dataflow,
    dense_rank() over (
        partition by d.source_id
        order by
            -- a day after the document was first seen is a slip; of one that is known by its data alone their bound counts
            coalesce(
                case when d.data_through <= cast(d.known_from as date) then d.data_through end,
                case when d.known_from_basis = 'data' then cast(d.known_from as date) - 1 end
            ) nulls first,
            d.known_from, d.document_id
    ) as position,
    bool_and(printed.refused) as refused
from printed
inner join raw.document as d on d.document_id = printed.document_id
where d.known_from is not null
group by d.source_id, d.document_id, d.data_through, d.known_from, d.known_from_basis, printed.dataflow;
