-- One row a facility and unbroken run of ICE's editions that list it. Since when, until when, how it came and went.
-- Renamed is not gone: a run goes through all names. An edition that names every place known
-- (core.facility_edition.is_register) counts as none. Days are those of the data. Key: facility_id, listed_from.
-- facility_id: The facility (core.facility).
-- name: Its name as most editions print it.
-- city: City.
-- state: State.
-- county: County.
-- came: How the run began: first edition, appeared or reappeared. First edition: the first that there is lists it. Appeared: it was in none before. Reappeared: it was, and not in the edition before.
-- listed_from: Day of the data of the first edition of the run. That is not the day on which a place was opened.
-- not_listed_before: Day of the data of the edition before, which does not list it. Null of the first.
-- first_document_id: sha256 of the first edition of the run.
-- first_cell: Cell of the name there.
-- went: still listed (in the newest edition), or vanished.
-- listed_to: Day of the data of the last edition of the run.
-- not_listed_after: Day of the data of the edition after it, which does not list it. That is not the day on which a place was closed. Null where there is none yet.
-- last_document_id: sha256 of the last edition of the run.
-- last_cell: Cell of the name there.
-- editions: Editions of the run.
create or replace view marts.facility_listing as
with edition as (  -- a register of every place makes nothing come or go
    select distinct dataflow, edition, day
    from core.facility_edition
    where not is_register
),

numbered as (
    select
        *,
        row_number() over (partition by dataflow order by edition) as number,
        count(*) over (partition by dataflow) as newest,
        lag(day) over (partition by dataflow order by edition) as day_before,
        lead(day) over (partition by dataflow order by edition) as day_after
    from edition
),

listed as (
    select
        named.facility_id,
        named.document_id,
        named.cell,
        numbered.*,
        numbered.number - row_number() over (
            partition by named.dataflow, named.facility_id order by numbered.number
        ) as run
    from core.facility_edition as named
    inner join numbered on numbered.dataflow = named.dataflow and numbered.edition = named.edition
),

stay as (
    select
        dataflow,
        facility_id,
        min(number) as first_number,
        max(number) as last_number,
        max(newest) as newest,
        arg_min({'day': day, 'before': day_before, 'document_id': document_id, 'cell': cell}, number) as began,
        arg_max({'day': day, 'after': day_after, 'document_id': document_id, 'cell': cell}, number) as ended,
        count(*) as editions
    from listed
    group by dataflow, facility_id, run
)

select
    stay.facility_id,
    place.name,
    place.city,
    place.state,
    place.county,
    case
        when stay.first_number = 1 then 'first edition'
        when row_number() over (partition by stay.dataflow, stay.facility_id order by stay.first_number) = 1 then 'appeared'
        else 'reappeared'
    end as came,
    stay.began.day as listed_from,
    stay.began.before as not_listed_before,
    stay.began.document_id as first_document_id,
    stay.began.cell as first_cell,
    case when stay.last_number = stay.newest then 'still listed' else 'vanished' end as went,
    stay.ended.day as listed_to,
    stay.ended.after as not_listed_after,
    stay.ended.document_id as last_document_id,
    stay.ended.cell as last_cell,
    stay.editions
from stay
inner join core.facility as place on place.facility_id = stay.facility_id;
