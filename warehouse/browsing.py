"""The published copy ▶ one SQLite file for `onrecord serve`: what is said now, a table each mart and ready table.

`ready.book_ins` is called `ready_book_ins` there. Two tables lead from a figure to its document: `raw_document`,
`raw_source`. It is made of the published copy alone, so it holds nothing that the copy does not.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from collectors.errors import WarehouseError
from warehouse.browsable import FILE, Column, Table, quoted, tables
from warehouse.connection import Connection, locked
from warehouse.state import state

#: rows of a table that are still looked through within the time of a query
MOST_ROWS = 250_000
AT_ONCE = 10_000  # rows
LEADS_TO = {"document_id": "raw_document", "source_id": "raw_source"}
WHOLE = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"}


@dataclass(frozen=True, slots=True)
class Browsable:
    """`published_at`: UTC, ISO 8601. `tables`: ready ones first. `too_large`: what has more than MOST_ROWS rows."""

    published_at: str
    tables: tuple[Table, ...]
    too_large: tuple[Table, ...]


def build(copy: Path, path: Path) -> Browsable:
    """Write a new SQLite file of a published copy; what stands in it.

    Dates and times are text (`2025-02-07`, `2025-02-07 12:00:00`, UTC), truth is 1 and 0, lists are joined with `; `,
    measures are real numbers, for SQLite would divide whole ones without remainder. Raises WarehouseError where the
    copy cannot be read or the file cannot be written.
    """
    with locked(copy) as published:
        found = tables(published)
        shown = tuple(table for table in found if table.rows <= MOST_ROWS)
        try:
            _write(published, shown, path)
        except sqlite3.Error as error:
            raise WarehouseError(
                str(path),
                expected="room for a copy to browse",
                found=str(error),
                remedy="Make room there, or set TMPDIR to a folder that has some.",
            ) from error
        at = state(published, "published_at") or ""
    return Browsable(at, shown, tuple(table for table in found if table.rows > MOST_ROWS))


def _write(published: Connection, tables: tuple[Table, ...], path: Path) -> None:
    """One transaction without a journal: a file that is not whole is thrown away with its folder."""
    with sqlite3.connect(path, isolation_level=None) as lite:
        for setting in ("journal_mode = off", "synchronous = off"):
            lite.execute(f"pragma {setting}")
        lite.execute("begin")
        for table in tables:
            _copy(published, table, lite)
        lite.execute("commit")
    lite.close()


def _copy(published: Connection, table: Table, lite: sqlite3.Connection) -> None:
    """What is alike in all rows stands once, in the declaration of its column: SQLite gives it with every row."""
    alike = _alike(published, table)
    declared = ", ".join(_declared(table, {name: _literal(lite, value) for name, value in alike.items()}))
    lite.execute(f"create table {quoted(table.shown)} ({declared})" + " without rowid" * bool(table.key))
    stored = [column for column in table.columns if column.name not in alike]
    published.execute(f"select {', '.join(map(_expression, stored))} from {table.source}")
    names, places = ", ".join(column.quoted for column in stored), ", ".join("?" * len(stored))
    while rows := published.fetchmany(AT_ONCE):
        lite.executemany(f"insert into {quoted(table.shown)} ({names}) values ({places})", rows)


def _alike(published: Connection, table: Table) -> dict[str, Any]:
    """The columns that have one value in all rows, with that value (None where they have none).

    Never the first one nor one of the key: SQLite wants those in the rows.
    """
    could = [column for column in table.columns[1:] if column.name not in table.key]
    asked = ", ".join(f"min({_expression(it)}), max({_expression(it)}), count({_expression(it)})" for it in could)
    said = published.execute(f"select {asked} from {table.source}").fetchall()[0]
    measured = zip(could, said[0::3], said[1::3], said[2::3], strict=True)
    return {column.name: low for column, low, high, filled in measured if low == high and filled in (0, table.rows)}


def _literal(lite: sqlite3.Connection, value: Any) -> str:
    ((literal,),) = lite.execute("select quote(?)", [value]).fetchall()
    return str(literal)


def _declared(table: Table, alike: dict[str, str]) -> Iterator[str]:
    """Each column as `create table` has it, then the key; what leads elsewhere says so, and is shown as a link."""
    for column in table.columns:
        target = LEADS_TO.get(column.name)
        always = f" generated always as ({alike[column.name]}) virtual" if column.name in alike else ""
        leads = f" references {target} ({column.quoted})" if target and target != table.shown else ""
        yield f"{column.quoted} {_type(column)}{always}{leads}"
    if table.key:
        yield f"primary key ({', '.join(map(quoted, table.key))})"


def _type(column: Column) -> str:
    if column.type == "BOOLEAN" or column.name == "fiscal_year":
        return "integer"
    is_number = column.type in WHOLE or column.type in ("DOUBLE", "FLOAT") or column.type.startswith("DECIMAL")
    return "real" if is_number else "text"


def _expression(column: Column) -> str:
    """What DuckDB gives for a column, as SQLite can keep it."""
    name = column.quoted
    if column is FILE:
        return "split_part(rtrim(url, '/'), '/', -1)"
    match _type(column), column.type:
        case "integer", _:
            return f"{name}::bigint"
        case "real", _:
            return f"{name}::double"
        case _, "TIMESTAMP":
            return f"strftime({name}, '%Y-%m-%d %H:%M:%S')"
        case _, kind if kind.endswith(")[]") or kind.startswith(("STRUCT", "MAP")):
            return f"to_json({name})::varchar"
        case _, kind if kind.endswith("[]"):
            return f"array_to_string({name}::varchar[], '; ')"
    return f"{name}::varchar"
