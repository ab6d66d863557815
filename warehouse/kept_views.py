"""Views that are tables in the published copy: what they say takes a second to find, and is asked for often."""

from __future__ import annotations

import duckdb

from warehouse.dictionary import Relation, relations

KEPT = ("core.revision", "core.withdrawal")


def keep(connection: duckdb.DuckDBPyConnection, copy: str) -> None:
    """Turn them, in a copy that is attached and holds the views of this warehouse, into tables of the same names,
    columns and comments, filled from this warehouse."""
    views = {f"{one.schema}.{one.name}": one for one in relations(connection)}
    for name in KEPT:
        kept = f"{copy}.{name}"
        connection.execute(f"drop view {kept}")
        connection.execute(f"create table {kept} as from {name} order by all")
        _comment(connection, kept, views[name])


def _comment(connection: duckdb.DuckDBPyConnection, table: str, view: Relation) -> None:
    connection.execute(f"comment on table {table} is {_quoted(view.meaning)}")
    for column in view.columns:
        connection.execute(f"comment on column {table}.{column.name} is {_quoted(column.meaning)}")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
