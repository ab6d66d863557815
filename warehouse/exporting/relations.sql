-- Tables and views of an open warehouse, each with its columns and with what their comments say; by schema and name.
select
    r.schema_name,
    r.name,
    coalesce(r.comment, '') as meaning,
    list({'name': c.column_name, 'type': c.data_type, 'meaning': coalesce(c.comment, '')} order by c.column_index) as columns
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
group by all
order by all;
