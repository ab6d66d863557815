-- Arrests a day that ICE posted on X, as its posts (if you have any) and, apart, news sites have it: the highest day so far, and the fall since.
select
    time_period as day,
    value::int as arrests,
    highest_until_then::int as highest,
    below_highest::int as below,
    cell,
    regexp_extract(reported_by, '^[^/ ]+') as reported_by
from ready.x_daily
where measure = 'arrests'
order by is_post desc, day;
