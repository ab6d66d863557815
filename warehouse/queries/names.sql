-- Every name that a question to the published copy may use, and what it belongs to ('' where to nothing).
with
said as (
    select
        'schema' as kind,
        '' as of_schema,
        '' as of_table,
        schema_name as name
    from duckdb_schemas()
    where not internal
    union all
    select 'table' as kind, schema_name, '' as of_table, table_name from duckdb_tables() where not internal
    union all
    select 'table' as kind, schema_name, '' as of_table, view_name from duckdb_views() where not internal
    union all
    select distinct 'macro' as kind, schema_name, '' as of_table, function_name || '(' as name
    from duckdb_functions()
    where not internal
    union all
    select 'column' as kind, schema_name, table_name, column_name from duckdb_columns() where not internal
    union all
    select 'word' as kind, '' as of_schema, '' as of_table, keyword_name from duckdb_keywords()
)

select kind, of_schema, of_table, name
from said
order by of_schema <> 'ready', of_schema <> 'marts', of_schema, name, of_table
