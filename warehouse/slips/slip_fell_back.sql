-- Figures that one edition, or a few, print between others that agree: a sheet of an older edition printed again, or a mistake that
-- was mended. Of a run of editions between two that agree it is the shorter one; where the newest has just gone back to the figure
-- before the last, one of the two is wrong, and nobody can say which: it is the newest.
-- why: Both figures, and how many editions print them.
create or replace view core.slip_fell_back as
with notable as (
    select series_key, time_period, old_document_id, new_document_id
    from core.notable_revision
    where difference is not null
),

turned_back as (
    select run.*
    from core.notable_run as run
    where
        (not differs(value_before, value_after) and value_before is not null and len(documents) < documents_after)
        or (
            value_after is null and value_before_that is not null and not differs(value, value_before_that)
            and len(documents) <= documents_before
        )
)

select distinct
    turned_back.series_key,
    turned_back.time_period,
    unnest(turned_back.documents) as document_id,
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
comment on view core.slip_fell_back is 'One row a figure that an edition or a few print between others that agree. Key: series_key, time_period, document_id.';
