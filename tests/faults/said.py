"""What the warehouses of a home say, table by table and view by view, without the times of our own work."""

from __future__ import annotations

from pathlib import Path

import duckdb

#: table or view ▶ its columns that depend on when and how often we worked, not on what was published
OURS = {
    # who was killed asks again, and hears that nothing has changed: the sightings count, not the attempts
    "raw.fetch": "fetch_id, fetched_at, warc, warc_offset, etag, last_modified, outcome, http_status, message, "
    "final_url, media_type, size",
    "raw.load": "run_at, loaded_at, seconds",
    # where the bytes lie in our archive
    "core.citation": "bytes_in",
    # which pages one run read: a kill makes two runs of one
    "core.newsroom_pages": "came_on, pages, unread, layout_changed, examples",
    "core.source_status": "last_asked_at, last_outcome, last_answer_at",
}
#: of these the rows count that differ, for a killed run did something twice
DISTINCT = {"raw.fetch", "raw.load"}
Said = dict[str, tuple[int, int]]


def said(home: Path, *, views: bool = True) -> Said:
    """`working core.observation` ▶ how many rows, and a hash over them that does not depend on their order. Nothing of
    a warehouse that is not there. `views`: what they say as well, which takes most of the time; else their columns."""
    found: Said = {}
    for name, path in (("working", home / "warehouse.duckdb"), ("published", home / "published" / "warehouse.duckdb")):
        if path.exists():
            found |= {f"{name} {table}": content for table, content in said_by(path, views=views).items()}
    return found


def said_by(path: Path, *, views: bool = True) -> Said:
    """The same of one file."""
    with duckdb.connect(str(path), read_only=True) as connection:
        defined = {} if views else definitions(connection)
        return {name: defined.get(name) or content(connection, name) for name in tables(connection)}


def tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Every table and view of ours, save that which tells the time, and views of that time: others have their text."""
    names = "select table_schema || '.' || table_name as name from information_schema.tables"
    query = f"from ({names}) where name <> 'core.asked' and not ends_with(name, '_at') order by all"
    return [name for (name,) in connection.execute(query).fetchall()]


def definitions(connection: duckdb.DuckDBPyConnection) -> Said:
    """Every view of ours ▶ 0, and a hash of its columns. Their texts differ as soon as DuckDB has read them again."""
    query = """
        select
            schema_name || '.' || view_name,
            hash(list((column_name, data_type, columns.comment) order by column_index))
        from duckdb_views() as views inner join duckdb_columns() as columns using (database_name, schema_name)
        where not views.internal and columns.table_name = views.view_name
        group by all"""
    return {name: (0, int(hashed)) for name, hashed in connection.execute(query).fetchall()}


def content(connection: duckdb.DuckDBPyConnection, table: str) -> tuple[int, int]:
    ours = OURS.get(table, "")
    columns = f"* exclude ({ours})" if ours else "*"
    if table == "raw.state":  # names of facts, and of moments: `published_at`
        columns = "* replace (case when name not like '%_at' then value end as value)"
    rows = f"select {'distinct ' if table in DISTINCT else ''}{columns} from {table}"
    query = f"select count(*), coalesce(sum(hash(one)), 0) from ({rows}) as one"
    count, hashed = connection.execute(query).fetchall()[0]
    return int(count), int(hashed)


def differences(one: Said, other: Said) -> list[str]:
    """The tables and views that do not say the same."""
    return sorted(table for table in {*one, *other} if one.get(table) != other.get(table))
