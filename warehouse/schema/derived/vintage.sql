-- core.vintage, from all that is loaded. The order of loading does not matter: only documents, days and sightings do.
insert into core.vintage by name
with statement as (
    select
        document_id,
        dataflow,
        time_period,
        max(data_through) as data_through
    from core.observation
    group by document_id, dataflow, time_period
),

-- The rank of a document is (data_through, known_from, document_id); a table without a day takes the document's commonest, and
-- one of a document without any day ranks below all others.
ranked as (
    select
        s.dataflow,
        s.time_period,
        s.document_id,
        d.known_from,
        coalesce(s.data_through, d.data_through) as data_through,
        {
            'data_through': coalesce(s.data_through, d.data_through, date '0001-01-01'),
            'known_from': d.known_from,
            'document_id': s.document_id
        } as rank
    from statement as s
    inner join raw.document as d on d.document_id = s.document_id
    where d.known_from is not null
),

-- Who outranks everything known up to and including its own moment speaks from then on: the running maximum. RANGE, not ROWS: of
-- several that become known at one moment only the highest ever speaks.
speaking as (
    select *
    from ranked
    qualify rank = max(rank) over (
        partition by dataflow, time_period
        order by known_from
        range between unbounded preceding and current row
    )
)

select
    dataflow,
    time_period,
    document_id,
    data_through,
    known_from as valid_from,
    lead(known_from, 1, timestamp 'infinity') over (partition by dataflow, time_period order by known_from) as valid_to
from speaking
order by dataflow, time_period, valid_from;
