-- Revisions that reach their threshold; those of which either figure is probably a slip with the rule that says so.
-- The largest of each table come before its others: one table that was restated whole must not hide the rest.
with slip as materialized (
    select * from core.slip
),

revised as (
    select
        revision.*,
        coalesce(of_new.rule, of_old.rule) as rule,
        coalesce(of_new.why, of_old.why) as why,
        of_new.rule is not null as is_slip
    from core.notable_revision as revision
    left join slip as of_new
        on of_new.series_key = revision.series_key and of_new.time_period = revision.time_period
        and of_new.document_id = revision.new_document_id
    left join slip as of_old
        on of_old.series_key = revision.series_key and of_old.time_period = revision.time_period
        and of_old.document_id = revision.old_document_id
    where revision.difference is not null and revision.changed_at >= washington_midnight_utc(getvariable('since'))
)

select
    revised.changed_at as known_at,
    source.publisher,
    source.source_id,
    revised.new_document_id as document_id,
    document.url as document_url,
    [
        revised.new_document_id, coalesce(revised.new_sheet, revised.old_sheet, ''), coalesce(revised.new_cell, revised.old_cell)
    ] as key,
    revised.new_sheet as sheet,
    revised.new_cell as cell,
    revised.old_document_id,
    revised.old_sheet,
    revised.old_cell,
    revised.dataflow,
    revised.series_key,
    revised.time_period,
    revised.period_start,
    revised.period_end,
    revised.unit,
    revised.old_value,
    revised.new_value,
    revised.rule,
    revised.why,
    revised.is_slip,
    revised.times_threshold as times,
    dataflow.title as table_title,
    series.labels
from revised
inner join core.dataflow as dataflow on dataflow.dataflow = revised.dataflow
left join core.series as series on series.series_key = revised.series_key
inner join raw.document as document on document.document_id = revised.new_document_id
inner join raw.source as source on source.source_id = document.source_id
order by
    row_number() over (
        partition by revised.new_document_id, revised.dataflow, revised.rule is not null
        order by revised.times_threshold desc, revised.series_key, revised.time_period
    ) > 1,
    revised.times_threshold desc,
    revised.changed_at desc,
    revised.series_key,
    revised.time_period;
