-- Series whose labels hold all of $words (a list, lower case), in the publisher's own words: the newest figure of each.
with labelled as (
    select
        *,
        lower(concat_ws(' ', row_label, column_label, table_title)) as words
    from marts.figure
    where value is not null
),

newest as (
    select
        *,
        count(*) over (partition by series_key) as figures
    from labelled
    where len(list_filter($words, lambda word: not contains(words, word))) = 0
    qualify row_number() over (partition by series_key order by period_start desc, period_type, time_period desc) = 1
)

select
    row_label,
    column_label,
    table_title,
    publisher,
    time_period,
    is_provisional,
    value,
    unit,
    sheet,
    cell,
    document_url,
    figures,
    format('from marts.figure where series_key = ''{}''', series_key) as query
from newest
-- a row that has the words before one whose column or title has them, what is newest before what ended, short before long
order by
    len(list_filter($words, lambda word: not contains(lower(row_label), word))) > 0,
    period_start desc, len(row_label), series_key
