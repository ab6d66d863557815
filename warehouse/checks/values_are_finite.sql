-- Figures, days and moments are finite.
-- severity: error
-- Neither NaN nor infinity is a figure, and an infinite day throws in JavaScript, is the year 294247 in pandas and out of bounds in Stata: what has no end is null. Parsers leave a cell that is no number without a value and say so; a value that is here and not finite is a slip of ours.
with figure as (
    select
        document_id, sheet, cell, series_key, time_period, 'an observation' as place,
        [value::varchar, period_start::varchar, period_end::varchar, data_through::varchar] as unsure
    from core.observation
    where not (isfinite(value) and isfinite(period_start) and isfinite(period_end) and isfinite(data_through))
),

speaking as (
    select
        document_id, time_period, 'the time in which a document speaks for ' || dataflow as place,
        [valid_from::varchar, valid_to::varchar, data_through::varchar] as unsure
    from core.vintage
    where not (isfinite(valid_from) and isfinite(valid_to) and isfinite(data_through))
),

listing as (
    select
        document_id, 'the time in which a document speaks for ' || dataflow as place,
        [valid_from::varchar, valid_to::varchar] as unsure
    from core.entry_vintage
    where not (isfinite(valid_from) and isfinite(valid_to))
),

claim as (
    select
        document_id, value_start::varchar as cell, 'a claim' as place,
        [value_low::varchar, value_high::varchar, confidence::varchar, period_start::varchar, period_end::varchar] as unsure
    from core.claim
    where not (
        isfinite(value_low) and isfinite(value_high) and isfinite(confidence) and isfinite(period_start) and isfinite(period_end)
    )
),

document as (
    select
        document_id, 'a document' as place,
        [known_from::varchar, data_through::varchar, published_at::varchar, saved_at::varchar, first_seen_at::varchar] as unsure
    from raw.document
    where not (
        isfinite(known_from) and isfinite(data_through) and isfinite(published_at) and isfinite(saved_at) and isfinite(first_seen_at)
    )
),

article as (
    select document_id, 'an article' as place, [published_at::varchar, published_on::varchar] as unsure
    from core.article
    where not (isfinite(published_at) and isfinite(published_on))
),

place as (
    from figure
    union all by name
    from speaking
    union all by name
    from listing
    union all by name
    from claim
    union all by name
    from document
    union all by name
    from article
)

select
    document_id, sheet, cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    series_key, time_period,
    'finite values' as expected,
    array_to_string(
        list_sort(list_filter(unsure, lambda value: regexp_matches(value, '^-?(inf|nan)', 'i'))), ', '
    ) as found,
    'a value that is not finite in ' || place as message
from place
