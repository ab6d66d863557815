"""What an open warehouse says of itself (its tables, and the facts of `raw.state`), and how rows get into it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:  # who only asks needs none of it
    import pyarrow as pa

LISTED_TO = "listings_read_to"  # how far the log of lists is loaded


def tables(connection: duckdb.DuckDBPyConnection, schema: str) -> list[str]:
    """The names of the tables of a schema, in order."""
    rows = connection.execute(
        """select table_name from duckdb_tables()
        where database_name = current_database() and schema_name = ? order by 1""",
        [schema],
    ).fetchall()
    return [str(name) for (name,) in rows]


def state(connection: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """A fact of `raw.state`; None where it, or the table, is not there."""
    try:
        row = connection.execute("select value from raw.state where name = ?", [name]).fetchone()
    except duckdb.CatalogException:  # a new file
        return None
    return None if row is None else str(row[0])


def set_state(connection: duckdb.DuckDBPyConnection, **facts: str | None) -> None:
    """Write facts of `raw.state`; None takes one away. In the caller's transaction."""
    for name, value in facts.items():
        connection.execute("delete from raw.state where name = ?", [name])
        if value is not None:
            connection.execute("insert into raw.state values (?, ?)", [name, value])


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Put rows into a table, by the names of their columns: all at once, for one at a time takes milliseconds each."""
    connection.register("arriving", rows)
    connection.execute(f"insert into {table} by name select * from arriving")
    connection.unregister("arriving")


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All of what happens inside, or nothing of it."""
    connection.begin()
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()  # one that fails (a full disk) has ended the transaction: there is nothing to roll back
