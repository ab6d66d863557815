-- What is shown of the published copy: tables and views with their comments, those that are ready for use first.
-- Of the moments of the past (`_at`) nothing, for a page shows what is said now; of marts.figure, which says once more in
-- one table what the marts say, with totals among its rows, nothing either.
select
    relation.schema_name,
    relation.name,
    coalesce(relation.comment, '') as meaning,
    list(
        {'name': said.column_name, 'type': said.data_type, 'meaning': coalesce(said.comment, '')}
        order by said.column_index
    ) as columns
from (
    select database_name, schema_name, table_name as name, comment from duckdb_tables()
    union all
    select database_name, schema_name, view_name as name, comment from duckdb_views()
) as relation
inner join duckdb_columns() as said
    on said.database_name = relation.database_name
    and said.schema_name = relation.schema_name
    and said.table_name = relation.name
where
    relation.database_name = current_database()
    and (
        relation.schema_name in ('ready', 'marts')
        or relation.schema_name = 'raw' and relation.name in ('document', 'source')
    )
    and not ends_with(relation.name, '_at')
    and not (relation.schema_name = 'marts' and relation.name = 'figure')
group by relation.schema_name, relation.name, relation.comment
order by relation.schema_name = 'raw', relation.schema_name desc, relation.name
