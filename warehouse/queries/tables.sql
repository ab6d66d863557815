-- The tables and views in whose name or comment a word stands; where it is '', those that are made for readers, each
-- without the view beside it that reads a variable (X_at).
with
asked as (select lower(?) as word),

at_hand as (
    select schema_name || '.' || table_name as name, coalesce(comment, '') as comment
    from duckdb_tables()
    where not internal
    union all
    select schema_name || '.' || view_name as name, coalesce(comment, '') as comment
    from duckdb_views()
    where not internal
)

select name, rtrim(split_part(comment, '. ', 1), '.') as holds
from at_hand, asked
where
    if(
        word = '',
        name[:6] in ('ready.', 'marts.') and name[:-4] not in (select base.name from at_hand as base),
        contains(lower(name || ' ' || comment), word)
    )
order by name[:6] <> 'ready.', name[:6] <> 'marts.', name
