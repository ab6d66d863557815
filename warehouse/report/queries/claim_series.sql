-- The days or months, as said now, of the series that claims are held against (variable `series_keys`), a figure a row.
select
    series_key,
    period_start,
    period_end,
    value,
    publisher,
    table_title
from marts.figure
where list_contains(getvariable('series_keys'), series_key) and value is not null and time_period not like '%/P%' and valid_to = timestamp 'infinity'
order by series_key, period_start;
