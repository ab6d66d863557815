-- core.vintage, from all that is loaded. The order of loading does not matter: only documents, days and sightings do.
insert into core.vintage by name
-- A day after the document was first seen is a slip: it must not win over those that tell the truth (checks/day_after_sighting.sql).
with statement as (
    select
        o.document_id,
        o.dataflow,
        o.time_period,
        max(o.data_through) filter (o.data_through <= cast(d.known_from as date)) as data_through
    from core.observation as o
    inner join raw.document as d on d.document_id = o.document_id
    where d.known_from is not null
    group by o.document_id, o.dataflow, o.time_period
),

-- The rank of a document is (data_through, known_from, document_id); a table without a day takes the document's commonest, that of
-- a document which is known by its data alone their bound, and one of a document without any day ranks below all others.
dated as (
    select
        s.dataflow,
        s.time_period,
        s.document_id,
        d.known_from,
        coalesce(
            s.data_through,
            case when d.data_through <= cast(d.known_from as date) then d.data_through end,
            case when d.known_from_basis = 'data' then cast(d.known_from as date) - 1 end
        ) as data_through
    from statement as s
    inner join raw.document as d on d.document_id = s.document_id
),

ranked as (
    select
        *,
        {
            'data_through': coalesce(data_through, date '0001-01-01'),
            'known_from': known_from,
            'document_id': document_id
        } as rank
    from dated
),

-- Who outranks everything known before speaks from then on: the running maximum. Of several that become known at one moment each
-- enters that outranks those before it; all but the highest have no time to speak (valid_from = valid_to), so that what they
-- print is compared with what came before and after, and no moment sees them.
speaking as (
    select *
    from ranked
    qualify rank = max(rank) over (
        partition by dataflow, time_period
        order by known_from, rank
        rows between unbounded preceding and current row
    )
),

until as (
    select
        *,
        lead(known_from) over (partition by dataflow, time_period order by known_from, rank) as known_to
    from speaking
),

-- A text that printed a figure, and was changed so that the figure is gone: its next version speaks for the table and period
-- by printing nothing, if nobody else has spoken meanwhile. A workbook says by its other rows that it speaks; a text of one
-- figure has none.
silent as (
    select
        until.dataflow,
        until.time_period,
        min({'known_from': version_document.known_from, 'document_id': version.document_id}) as first_version,
        any_value(until.data_through) as data_through
    from until
    inner join core.article as old on old.document_id = until.document_id
    inner join core.article as version on version.url = old.url and version.document_id <> old.document_id
    inner join raw.document as version_document on version_document.document_id = version.document_id
    anti join core.observation as stated
        on stated.document_id = version.document_id and stated.dataflow = until.dataflow
        and stated.time_period = until.time_period
    where version_document.known_from > until.known_from
        and (until.known_to is null or version_document.known_from < until.known_to)
    group by until.dataflow, until.time_period, until.document_id
),

voiced as (
    select
        dataflow,
        time_period,
        document_id,
        data_through,
        rank,
        known_from
    from speaking
    union all
    select
        dataflow,
        time_period,
        first_version.document_id,
        data_through,
        {
            'data_through': coalesce(data_through, date '0001-01-01'),
            'known_from': first_version.known_from,
            'document_id': first_version.document_id
        } as rank,
        first_version.known_from
    from silent
)

select
    dataflow,
    time_period,
    document_id,
    data_through,
    known_from as valid_from,
    lead(known_from) over (partition by dataflow, time_period order by known_from, rank) as valid_to,
    valid_to is null as is_current
from voiced
order by dataflow, time_period, valid_from, rank;
