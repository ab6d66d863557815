"""Views that are tables in the published copy: what they say takes a second to find, and is asked for often."""

from __future__ import annotations

import duckdb

from warehouse.dictionary import relations

KEPT = ("core.revision", "core.withdrawal")


def keep(connection: duckdb.DuckDBPyConnection) -> None:
    """Turn them into tables of the same name, columns and comments."""
    known = {f"{one.schema}.{one.name}": one for one in relations(connection)}
    for name in KEPT:
        view = known[name]
        connection.execute(f"create table {name}_kept as from {name} order by all")
        connection.execute(f"drop view {name}")
        connection.execute(f"alter table {name}_kept rename to {view.name}")
        connection.execute(f"comment on table {name} is {_quoted(view.meaning)}")
        for column in view.columns:
            connection.execute(f"comment on column {name}.{column.name} is {_quoted(column.meaning)}")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
