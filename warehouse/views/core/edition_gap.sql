-- One row a hole: a stretch without an edition longer than late_after. That is the silence of a source after which
-- somebody is told. Holes of a source as a whole, and of those of its tables whose holes are others (a table left out,
-- a list with editions of its own). A figure as of a day in it is as old as the edition before (age_days). Editions
-- follow one another as they became known; articles are none. One whose data end before those of an edition known
-- earlier (a past year, saved again) fills no hole: it does not come to speak for the present. Days are those of
-- Washington. Key: source_id, dataflow, gap_from.
-- source_id: Source of the editions.
-- dataflow: Published table that has the hole; null where it is one of the whole source.
-- gap_from: Day on which the last edition before the hole became known.
-- gap_to: Day on which the first edition after it became known. Null where none is known yet: it is open.
-- days: Days between them; of an open hole until today.
-- late_after_days: Silence after which somebody is told.
-- before_document_id: sha256 of the last edition before the hole.
-- before_url: Its address.
-- before_data_through: Day up to which its data run: what an as_of in the hole is of.
-- after_document_id: sha256 of the first edition after the hole.
-- after_url: Its address.
create or replace view core.edition_gap as
with printed as (
    select document_id, dataflow, max(data_through) as data_through
    from core.observation
    group by all
    union all
    select document_id, dataflow, null as data_through  -- lists do not say it
    from core.entry_vintage
),

known as (
    select
        d.source_id,
        printed.dataflow,
        d.document_id,
        d.url,
        -- a day after the document was known is a slip
        case when printed.data_through <= washington_day(d.known_from) then printed.data_through end as data_through,
        d.known_from,
        try_cast(regexp_extract(source.late_after, '^P(\d+)D$', 1) as integer) as late_after_days,
        coalesce(status.state, 'active') in ('suspended', 'ended') as is_over
    from raw.document as d
    inner join printed on printed.document_id = d.document_id
    inner join raw.source as source on source.source_id = d.source_id
    left join core.source_status as status on status.source_id = d.source_id
    where d.outcome = 'ok' and d.known_from is not null
),

edition as (  -- of the source as a whole, then of each table
    select * replace (null as dataflow)
    from known
    qualify row_number() over (partition by document_id order by data_through desc nulls last, dataflow) = 1
    union all
    select * from known
),

newer as (
    select *
    from edition
    qualify coalesce(
        data_through >= max(data_through) over (
            partition by source_id, dataflow order by known_from rows between unbounded preceding and 1 preceding
        ),
        true
    )
),

followed as (
    select
        *,
        lead({'document_id': document_id, 'url': url, 'known_from': known_from}) over (
            partition by source_id, dataflow order by known_from, data_through nulls first, document_id
        ) as next
    from newer
),

gap as (
    select
        source_id,
        dataflow,
        washington_day(known_from) as gap_from,
        washington_day(next.known_from) as gap_to,
        coalesce(gap_to, washington_today()) - gap_from as days,
        late_after_days,
        document_id as before_document_id,
        url as before_url,
        data_through as before_data_through,
        next.document_id as after_document_id,
        next.url as after_url
    from followed
    -- a table that is not printed any more: core.table_absent
    where next is not null or (dataflow is null and not is_over)
)

select gap.*
from gap
left join gap as of_source
    on of_source.dataflow is null and of_source.source_id = gap.source_id
    and of_source.gap_from = gap.gap_from and of_source.gap_to is not distinct from gap.gap_to
left join core.source_life as ended
    on ended.source_id = gap.source_id and ended.dataflow = gap.dataflow and ended.state in ('suspended', 'ended')
    and ended.since <= gap.gap_to
where
    gap.days > gap.late_after_days and ended.source_id is null
    and (gap.dataflow is null or of_source.source_id is null);
