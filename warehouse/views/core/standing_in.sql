-- One row a published table of which the newest edition says nothing. It was refused or is not printed there, so that
-- the last edition that prints it goes on speaking. Key: source_id, dataflow.
-- source_id: Source of told.
-- dataflow: Published table. Null where the newest document was refused whole, so that all tables are those of older ones.
-- document_id: sha256 of the older edition that still speaks, the last that prints the table.
-- data_through: Day up to which the data of that edition run.
-- since: Since when it speaks in place of a newer one, UTC.
-- newer_document_id: sha256 of the first newer document that says nothing of the table.
-- reason: table refused, table absent or document refused.
-- accepted: Whether the refusal was accepted (core.refusal_status).
create or replace view core.standing_in as
with last_print as (
    select
        source_id,
        dataflow,
        arg_max(document_id, position) as document_id,
        max(position) as position
    from core.edition_table
    where not refused
    group by all
),

-- absences that nothing explains, and refusals, of editions after the last that prints the table
silent as (
    select source_id, dataflow, document_id as newer_document_id, 'table absent' as reason
    from core.table_absent
    where is_open
    union all
    select source_id, dataflow, document_id as newer_document_id, 'table refused' as reason
    from core.edition_table
    where refused
),

instead as (
    select
        last_print.source_id,
        last_print.dataflow,
        last_print.document_id,
        min({'position': newer.position, 'id': silent.newer_document_id, 'reason': silent.reason}) as first
    from last_print
    inner join silent on silent.source_id = last_print.source_id and silent.dataflow = last_print.dataflow
    inner join core.edition_table as newer
        on newer.document_id = silent.newer_document_id and newer.position > last_print.position
    group by all
),

newest as (
    select
        t.source_id,
        arg_max(t.document_id, t.position) as document_id,
        max(d.known_from) as known_from
    from core.edition_table as t
    inner join raw.document as d on d.document_id = t.document_id
    group by t.source_id
),

refused_whole as (
    select
        newest.source_id,
        newest.document_id,
        min({'at': r.known_from, 'id': r.document_id}) as first
    from newest
    inner join core.refusal_status as r on r.source_id = newest.source_id and r.known_from > newest.known_from
    where r.sheet is null and r.dataflow is null and r.table_title is null
    group by all
),

told as (
    select source_id, dataflow, document_id, first.id as newer_document_id, first.reason
    from instead
    union all
    select source_id, null as dataflow, document_id, first.id as newer_document_id, 'document refused' as reason
    from refused_whole
)

select
    told.source_id,
    told.dataflow,
    told.document_id,
    speaks.data_through,
    newer.known_from as since,
    told.newer_document_id,
    told.reason,
    coalesce(
        (
            select bool_and(r.accepted)
            from core.refusal_status as r
            where r.document_id = told.newer_document_id and r.dataflow is not distinct from told.dataflow
        ),
        false
    ) as accepted
from told
inner join raw.document as speaks on speaks.document_id = told.document_id
inner join raw.document as newer on newer.document_id = told.newer_document_id;
