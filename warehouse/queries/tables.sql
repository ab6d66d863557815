-- The tables and views in whose name or comment a word stands; where it is '', those that are made for readers.
with
asked as (select lower(?) as word),

at_hand as (
    select schema_name, table_name, coalesce(comment, '') as comment
    from duckdb_tables()
    where not internal
    union all
    select schema_name, view_name, coalesce(comment, '') as comment
    from duckdb_views()
    where not internal
)

select
    if(schema_name = 'main', table_name, schema_name || '.' || table_name) as name,
    split_part(comment, '. ', 1) as holds
from at_hand, asked
where
    if(
        word = '',
        schema_name in ('ready', 'marts'),
        contains(lower(schema_name || '.' || table_name || ' ' || comment), word)
    )
order by schema_name <> 'ready', schema_name <> 'marts', schema_name, table_name
