-- Columns of tables and views of an open warehouse, with what the comments say of both; by schema, name and place.
select
    r.schema_name,
    r.name,
    coalesce(r.comment, '') as meaning,
    c.column_name,
    c.data_type,
    coalesce(c.comment, '') as column_meaning
from (
    select
        schema_name,
        table_name as name,
        comment
    from duckdb_tables()
    where database_name = current_database() and not internal
    union all
    select
        schema_name,
        view_name,
        comment
    from duckdb_views()
    where database_name = current_database() and not internal
) as r
inner join duckdb_columns() as c
    on c.database_name = current_database() and r.schema_name = c.schema_name and r.name = c.table_name
order by r.schema_name, r.name, c.column_index;
