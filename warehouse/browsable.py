"""What of the published copy is shown by `onrecord serve`: tables, columns with their comments, facets, order, keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from warehouse.connection import Connection


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
#: columns of a mart that only repeat what `raw_document` says of its `document_id`
REPEATED = {"document_url", "document_title", "source_id", "known_from"}
#: columns that are alike in all that is said now
ALIKE = {"valid_to", "is_current"}
#: of a document alone: the name by which tables that lead to it show it
FILE = Column("file", "VARCHAR", "Name of the file: the end of its address.")
#: by which of its columns a table is shown newest first
NEWEST = ("day", "month", "period_end", "fiscal_year", "known_from", "published_at")
#: what may tell the rows of a table apart, so that each has an address that stays from one copy to the next. In a mart
#: that has series, its dimensions and the period are tried before all others: they make the series' name
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
SERIES = "series_key"
FACETS = 5
ALWAYS = ("publisher", "fiscal_year")
#: how the names of columns end whose words are read, not counted
TEXTS = ("_id", "url", "_key", "title", "quote", "name", "address", "_label", "sheet", "cell", "cells", "words")
#: values of a column that is offered as a facet: as many as one shows, and as there are countries in a table
MOST_VALUES = 150


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the SQLite file.

    `facets`: columns that few values divide. `newest`: the one that puts it in order. `key`: what tells its rows apart;
    empty where nothing does that is tried.
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


def tables(published: Connection) -> list[Table]:
    """Every mart, every ready table, and two that lead to the documents; counted."""
    told = _said_of_every_figure(published)
    return [_measured(published, table, told) for table in _relations(published)]


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
    """The same with its rows, its facets, its order and its key; without its series where dimensions are the key."""
    names = {column.name for column in table.columns}
    words = [column.name for column in table.columns if column.type == "VARCHAR" and column.name not in of_figures]
    could, keys = _could_be_facets(table, words), _could_be_keys(table, words, names)
    asked = [*(f"count(distinct {quoted(name)})" for name in could), *map(_is_key, keys)]
    rows, *said = published.execute(f"select {', '.join(['count(*)', *asked])} from {table.source}").fetchall()[0]
    facets = [name for name, count in zip(could, said, strict=False) if 1 < count <= min(MOST_VALUES, rows / 2)]
    key = next((key for key, is_one in zip(keys, said[len(could) :], strict=True) if is_one), ())
    repeated = SERIES if key and key == _of_series(table, words) else ""
    return replace(
        table,
        columns=tuple(column for column in table.columns if column.name != repeated),
        rows=rows,
        facets=tuple(facets[:FACETS]),
        newest=next((name for name in NEWEST if name in names), None),
        key=key,
    )


def _could_be_keys(table: Table, words: list[str], names: set[str]) -> list[tuple[str, ...]]:
    by_series = _of_series(table, words)
    return [key for key in (by_series, *KEYS) if key and names.issuperset(key)]


def _of_series(table: Table, words: list[str]) -> tuple[str, ...]:
    """What tells the rows of a mart of series apart, for they have one dataflow: its dimensions, and the period."""
    if table.schema != "marts" or SERIES not in {column.name for column in table.columns}:
        return ()
    return (*(name for name in words if not name.endswith("_label")), "time_period")


def _is_key(names: tuple[str, ...]) -> str:
    columns = [quoted(name) for name in names]
    filled = " and ".join(f"count({column}) = count(*)" for column in columns)
    return f"count(distinct ({', '.join(columns)})) = count(*) and {filled}"


def _could_be_facets(table: Table, words: list[str]) -> list[str]:
    """The publisher, the year, then the dimensions: columns of words, by their label where they have one."""
    plain = [name for name in words if name != FILE.name and not name.endswith(TEXTS)]
    labelled = [f"{name}_label" if f"{name}_label" in words else name for name in plain]
    return [*(column.name for column in table.columns if column.name in ALWAYS), *labelled]
