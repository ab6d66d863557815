"""The published copy ▶ one SQLite file for `onrecord serve`: what is said now, a table each mart and ready table.

`ready.book_ins` is called `ready_book_ins` there. Two tables lead from a figure to its document: `raw_document`,
`raw_source`. It is made of the published copy alone, so it holds nothing that the copy does not.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from collectors.errors import WarehouseError
from warehouse.connection import Connection, locked
from warehouse.state import state


@dataclass(frozen=True, slots=True)
class Column:
    """`type`: DuckDB's word for it. `meaning`: its comment in the database; empty where it has none."""

    name: str
    type: str
    meaning: str

    @property
    def quoted(self) -> str:
        """Its name as SQL has it."""
        return quoted(self.name)


RELATIONS = Path(__file__).parent / "browse" / "relations.sql"
#: rows of a table that are still looked through within the time of a query
MOST_ROWS = 250_000
AT_ONCE = 10_000  # rows
#: columns of a mart that only repeat what `raw_document` says of its `document_id`
REPEATED = {"document_url", "document_title", "source_id", "known_from"}
#: columns that are alike in all that is said now
ALIKE = {"valid_to", "is_current"}
#: of a document alone: the name by which tables that lead to it show it
FILE = Column("file", "VARCHAR", "Name of the file: the end of its address.")
LEADS_TO = {"document_id": "raw_document", "source_id": "raw_source"}
#: by which of its columns a table is shown newest first
NEWEST = ("day", "month", "period_end", "fiscal_year", "known_from", "published_at")
WHOLE = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"}
#: what may tell the rows of a table apart, so that each has an address that stays from one copy to the next
KEYS = (
    ("month",),
    ("day",),
    ("fiscal_year", "facility_id"),
    ("measure", "fiscal_year"),
    ("series_key", "time_period"),
    ("document_id", "value_start"),
    ("document_id",),
    ("source_id",),
)
FACETS = 5
ALWAYS = ("publisher", "fiscal_year")
#: how the names of columns end whose words are read, not counted
TEXTS = (
    "_id",
    "url",
    "_key",
    "title",
    "quote",
    "name",
    "address",
    "_label",
    "sheet",
    "cell",
    "cells",
    "words",
    "period",
)
#: values of a column that is offered as a facet: as many as one shows, and as there are countries in a table
MOST_VALUES = 150


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the SQLite file.

    `facets`: columns that few values divide. `newest`: the one that puts it in order. `key`: what tells its rows apart;
    empty where none of KEYS does.
    """

    schema: str
    name: str
    meaning: str
    columns: tuple[Column, ...]
    rows: int
    facets: tuple[str, ...] = ()
    newest: str | None = None
    key: tuple[str, ...] = ()

    @property
    def published(self) -> str:
        """What it is called in the published copy: `ready.book_ins`."""
        return f"{self.schema}.{self.name}"

    @property
    def source(self) -> str:
        """The same as a query has it."""
        return f"{quoted(self.schema)}.{quoted(self.name)}"

    @property
    def shown(self) -> str:
        """What it is called in the SQLite file, which has no schemas: `ready_book_ins`."""
        return f"{self.schema}_{self.name}"


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
        told = _said_of_every_figure(published)
        found = [_measured(published, table, told) for table in _relations(published)]
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


def quoted(name: str) -> str:
    """A name as SQL has it, of DuckDB and of SQLite."""
    return '"' + name.replace('"', '""') + '"'


def _relations(published: Connection) -> Iterator[Table]:
    """What is to be shown, not yet counted."""
    for schema, name, meaning, listed in published.execute(RELATIONS.read_text("utf-8")).fetchall():
        columns = tuple(Column(**column) for column in listed)
        if f"{schema}.{name}" == "raw.document":
            columns = (FILE, *columns)
        repeats = schema == "marts" and any(column.name == "document_id" for column in columns)
        without = ALIKE | REPEATED if repeats else ALIKE
        kept = tuple(column for column in columns if column.name not in without)
        yield Table(schema, name, meaning, kept, rows=0)


def _said_of_every_figure(published: Connection) -> set[str]:
    """The columns of marts.figure: who prints what where and since when, not what a table is divided by."""
    found = published.execute(
        "select column_name from duckdb_columns() where schema_name = 'marts' and table_name = 'figure'"
    )
    return {name for (name,) in found.fetchall()}


def _measured(published: Connection, table: Table, of_figures: set[str]) -> Table:
    """The same with its rows, its facets, its order and its key."""
    names = {column.name for column in table.columns}
    could, keys = _could_be_facets(table, of_figures), [key for key in KEYS if names.issuperset(key)]
    asked = [*(f"count(distinct {quoted(name)})" for name in could), *map(_is_key, keys)]
    rows, *said = published.execute(f"select {', '.join(['count(*)', *asked])} from {table.source}").fetchall()[0]
    facets = [name for name, count in zip(could, said, strict=False) if 1 < count <= min(MOST_VALUES, rows / 2)]
    return replace(
        table,
        rows=rows,
        facets=tuple(facets[:FACETS]),
        newest=next((name for name in NEWEST if name in names), None),
        key=next((key for key, is_one in zip(keys, said[len(could) :], strict=True) if is_one), ()),
    )


def _is_key(names: tuple[str, ...]) -> str:
    columns = [quoted(name) for name in names]
    filled = " and ".join(f"count({column}) = count(*)" for column in columns)
    return f"count(distinct ({', '.join(columns)})) = count(*) and {filled}"


def _could_be_facets(table: Table, of_figures: set[str]) -> list[str]:
    """The publisher, the year, then the dimensions: columns of words, by their label where they have one."""
    own = [column for column in table.columns if column is not FILE and column.name not in of_figures]
    words = [column.name for column in own if column.type == "VARCHAR"]
    plain = [name for name in words if not name.endswith(TEXTS)]
    labelled = [f"{name}_label" if f"{name}_label" in words else name for name in plain]
    return [*(column.name for column in table.columns if column.name in ALWAYS), *labelled]


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
    lite.execute(
        f"create table {quoted(table.shown)} ({', '.join(_declared(table))})" + " without rowid" * bool(table.key)
    )
    wanted = ", ".join(_expression(column) for column in table.columns)
    published.execute(f"select {wanted} from {table.source}")
    places = ", ".join("?" * len(table.columns))
    while rows := published.fetchmany(AT_ONCE):
        lite.executemany(f"insert into {quoted(table.shown)} values ({places})", rows)


def _declared(table: Table) -> Iterator[str]:
    """Each column as `create table` has it, then the key; what leads elsewhere says so, and is shown as a link."""
    for column in table.columns:
        target = LEADS_TO.get(column.name)
        leads = f" references {target} ({column.quoted})" if target and target != table.shown else ""
        yield f"{column.quoted} {_type(column)}{leads}"
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
