-- core.entry_vintage, from all that is loaded. A list has no period: each document that prints it is an edition of the whole.
delete from core.entry_vintage;

insert into core.entry_vintage by name
with stated as (
    select distinct document_id, dataflow
    from core.entry
    union
    -- a header without rows is a statement too
    select document_id, found as dataflow
    from core.notice
    where kind = 'empty_list'
),

-- The rank of a document is when its list was made: the day to which its data run, else its own save, where that lies before it
-- was first seen, so that an older list that turns up, or is saved, later does not come back to power.
ranked as (
    select
        stated.dataflow,
        stated.document_id,
        document.known_from,
        {
            'made_at': least(
                document.known_from, coalesce(document.data_through::timestamp, document.saved_at, document.known_from)
            ),
            'known_from': document.known_from,
            'document_id': stated.document_id
        } as rank
    from stated
    inner join raw.document as document on document.document_id = stated.document_id
    where document.known_from is not null
),

-- who outranks everything known before speaks from then on, as in vintage.sql
speaking as (
    select *
    from ranked
    qualify rank = max(rank) over (
        partition by dataflow
        order by known_from, rank
        rows between unbounded preceding and current row
    )
)

select
    dataflow,
    document_id,
    row_number() over (partition by dataflow order by known_from, rank) as edition,
    known_from as valid_from,
    lead(known_from) over (partition by dataflow order by known_from, rank) as valid_to,
    valid_to is null as is_current
from speaking
order by dataflow, edition;
