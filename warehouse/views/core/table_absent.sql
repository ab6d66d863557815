-- One row a table that an edition leaves out and the edition before printed. Nor was it refused. Told once: of the
-- first edition that lacks it. Where the newest one lacks it, the last that printed it goes on speaking
-- (core.standing_in). Key: dataflow, document_id.
-- source_id: Source of both editions.
-- dataflow: Published table that is absent.
-- document_id: sha256 of the first edition that lacks it.
-- absent_since: Since when that edition is known, UTC.
-- before_document_id: sha256 of the edition before, which prints it.
-- before_data_through: Day up to which the data of the edition before run.
-- reappeared_in_document_id: sha256 of the next edition that prints it again; null where none does.
-- reappeared_at: Since when that edition is known, UTC.
-- state: suspended or ended. Where an entry of core.source_life says that it is not published any more.
-- since: Day since which it is so, by that entry.
-- evidence: How we know, by that entry.
-- is_open: Whether nothing explains the absence. No later edition prints the table, and no entry says why not.
create or replace view core.table_absent as
with absent as (
    select
        b.source_id,
        t.dataflow,
        b.document_id,
        b.position,
        b.before_document_id
    from core.edition_before as b
    inner join core.edition_table as t on t.document_id = b.before_document_id
    anti join core.edition_table as own on own.document_id = b.document_id and own.dataflow = t.dataflow
),

again as (
    select
        absent.document_id,
        absent.dataflow,
        arg_min(later.document_id, later.position) as reappeared_in_document_id
    from absent
    inner join core.edition_table as later
        on later.source_id = absent.source_id and later.dataflow = absent.dataflow and later.position > absent.position
    group by all
),

dated as (
    select
        absent.source_id,
        absent.dataflow,
        absent.document_id,
        d.known_from as absent_since,
        absent.before_document_id,
        before.data_through as before_data_through,
        again.reappeared_in_document_id,
        next.known_from as reappeared_at,
        next.data_through as reappeared_data_through
    from absent
    inner join raw.document as d on d.document_id = absent.document_id
    inner join raw.document as before on before.document_id = absent.before_document_id
    left join again on again.document_id = absent.document_id and again.dataflow = absent.dataflow
    left join raw.document as next on next.document_id = again.reappeared_in_document_id
),

explained as (
    select
        dated.document_id,
        dated.dataflow,
        max({'since': life.since, 'state': life.state, 'evidence': life.evidence}) as life
    from dated
    inner join core.source_life as life
        on life.source_id = dated.source_id and life.state in ('suspended', 'ended')
        and coalesce(life.dataflow, dated.dataflow) = dated.dataflow
        and coalesce(life.since > dated.before_data_through, true)
        and coalesce(life.since <= dated.reappeared_data_through, true)
    group by all
)

select
    dated.* exclude (reappeared_data_through),
    explained.life.state,
    explained.life.since,
    explained.life.evidence,
    dated.reappeared_in_document_id is null and explained.life is null as is_open
from dated
left join explained on explained.document_id = dated.document_id and explained.dataflow = dated.dataflow;
