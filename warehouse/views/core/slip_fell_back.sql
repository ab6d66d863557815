-- One row a figure that few editions print, between others that agree. Key: series_key, time_period, document_id.
-- It is a sheet of an older edition printed again, or a mistake that was mended: of a run of editions between two that agree the shorter
-- one. Where the newest has just gone back to the figure before the last, one of the two is wrong, and nobody can say which: it is the
-- newest.
-- against: sha256 of the documents that print the other figure. Null where it is known that this one is wrong.
-- why: Both figures.
-- *: The columns of core.observation.
create or replace view core.slip_fell_back as
with notable as (
    select series_key, time_period, old_document_id, new_document_id
    from core.notable_revision
    where difference is not null
),

turned_back as (
    select run.*, before.documents as documents_of_before
    from core.notable_run as run
    left join core.notable_run as before
        on before.series_key = run.series_key and before.time_period = run.time_period and before.run = run.run - 1
    where
        (not differs(run.value_before, run.value_after) and run.value_before is not null and len(run.documents) < run.documents_after)
        or (
            run.value_after is null and run.value_before_that is not null and not differs(run.value, run.value_before_that)
            and len(run.documents) <= run.documents_before
        )
)

select distinct
    turned_back.series_key,
    turned_back.time_period,
    unnest(turned_back.documents) as document_id,
    if(turned_back.value_after is null, turned_back.documents_of_before, null) as against,
    if(
        turned_back.value_after is null,
        format(
            '{} is the figure before the last one, {}: one of the two is wrong',
            number_text(turned_back.value), number_text(turned_back.value_before)
        ),
        format('the editions before and after it print {}', number_text(turned_back.value_before))
    ) as why
from turned_back
semi join notable
    on notable.series_key = turned_back.series_key and notable.time_period = turned_back.time_period
    and (
        list_contains(turned_back.documents, notable.new_document_id) or list_contains(turned_back.documents, notable.old_document_id)
    );
