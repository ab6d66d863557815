"""docs/data-dictionary.md, written from the warehouse itself: every table, view, column and macro with its comment.

Tables and views carry their comments in the database. The columns of a view cannot (DuckLake has no place for them), so
they are explained in its file, `views/<schema>/<view>.sql`: a header line `-- column: meaning`, or a comment behind the
column. `-- *: The columns of marts.figure.` takes over what another view says. What is left means what the column of
the same name means in the tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import duckdb

from collectors import registry
from collectors.records import REPEAT
from warehouse import check
from warehouse.declarations import declare
from warehouse.definitions import define

SCHEMAS = ("marts", "core", "raw")

_HEADER = re.compile(r"-- (\w+): (.+)")
_BEHIND = re.compile(r"(\w+),?\s+-- (.+)")
_INHERITED = re.compile(r"-- \*: The columns of (\w+)\.(\w+)\.")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table or view; `meaning` is empty where nothing explains it."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or view with its comment; `unknown` are columns that the header of its file explains and it has not."""

    schema: str
    name: str
    kind: str
    meaning: str
    columns: tuple[Column, ...]
    unknown: tuple[str, ...]


def relations(connection: duckdb.DuckDBPyConnection) -> list[Relation]:
    """Every table and view of a warehouse, marts first, by name."""
    rows = connection.execute(
        """
        select schema_name, name, kind, comment, list(column_name), list(data_type), list(column_comment)
        from (
            select r.*, c.column_name, c.data_type, c.comment as column_comment
            from (
                select database_name, schema_name, table_name as name, 'table' as kind, comment from duckdb_tables()
                union all
                select database_name, schema_name, view_name, 'view', comment from duckdb_views() where not internal
            ) as r
            inner join duckdb_columns() as c
                on c.database_name = r.database_name and c.schema_name = r.schema_name and c.table_name = r.name
            where r.database_name = current_database()
            order by c.column_index
        )
        group by all
        """
    ).fetchall()
    rows.sort(key=lambda row: (row[:2] == ("core", "observation"), row[:2]))  # a name means what it means there
    inherited = {n: c for *_, names, _, comments in rows for n, c in zip(names, comments, strict=True) if c}
    found = [_relation(row, inherited) for row in rows if row[0] in SCHEMAS]
    return sorted(found, key=lambda r: (SCHEMAS.index(r.schema), r.kind != "view", r.name))


def text(connection: duckdb.DuckDBPyConnection) -> str:
    """The whole of docs/data-dictionary.md for a warehouse with its declarations; its data do not matter."""
    return "\n".join(_lines(connection)) + "\n"


def write(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write the dictionary of a warehouse to a file."""
    path.write_text(text(connection), encoding="utf-8")


def _lines(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    yield "# Data dictionary"
    yield ""
    yield "Generated from the comments in the warehouse; do not edit. Times are UTC, days are the publisher's own."
    titles = {"marts": "Marts: start here", "core": "Core: what is recorded", "raw": "Raw: documents and fetches"}
    found = relations(connection)
    for schema in SCHEMAS:
        yield from ("", f"## {titles[schema]}")
        for relation in (r for r in found if r.schema == schema):
            yield from ("", f"### {relation.schema}.{relation.name} ({relation.kind})", "", relation.meaning, "")
            yield from ("| column | type | meaning |", "|---|---|---|")
            yield from (f"| `{c.name}` | {c.type.lower()} | {_cell(c.meaning)} |" for c in relation.columns)
    yield from _macros(connection)
    yield from _lists(connection)
    yield from ("", "## Checks", "", "| rule | severity | what must hold | how it is judged |", "|---|---|---|---|")
    yield from (f"| `{r.name}` | {r.severity} | {_cell(r.title)} | {_cell(r.description)} |" for r in check.rules())


def _macros(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    yield from ("", "## Macros", "", "| macro | meaning |", "|---|---|")
    macros = connection.execute(
        "select schema_name, function_name, array_to_string(parameters, ', ') from duckdb_functions() "
        "where database_name = current_database() and function_type in ('macro', 'table_macro') and not internal "
        "order by all"
    ).fetchall()
    for schema, name, parameters in macros:
        shown = name if schema == "main" else f"{schema}.{name}"
        yield f"| `{shown}({parameters})` | {_cell(macro_meaning(schema, name))} |"


def macro_meaning(schema: str, name: str) -> str:
    """What the header of a macro's file says; empty where there is none."""
    folders = [schema] if schema in SCHEMAS else list(SCHEMAS)
    stems = [name, name.removesuffix("_as_of")]
    return next((said for folder in folders for stem in stems if (said := _header_prose(folder, stem))), "")


def _lists(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    yield from ("", "## Metrics", "", "Definitions are the publisher's own words.", "")
    yield from ("| metric | source | title | unit | kind | definition | where |", "|---|---|---|---|---|---|---|")
    for row in connection.execute(
        """select metric, source_id, title, unit, kind, definition, definition_source
        from core.metric order by metric, source_id"""
    ).fetchall():
        yield f"| `{row[0]}` | {' | '.join(_cell(value) for value in row[1:])} |"
    yield from ("", "## Published tables (dataflows)", "")
    yield f"Any of them may have the dimension `{REPEAT}` besides, which tells apart what one document prints twice."
    columns = ("dataflow", "source", "title", "metrics", "dimensions", "attributes", "renewed", "note")
    yield from ("", f"| {' | '.join(columns)} |", "|---" * len(columns) + "|")
    for row in connection.execute(
        """select
            dataflow, source_id, title, array_to_string(metrics, ' '), array_to_string(dimensions, ' '),
            array_to_string(attributes, ' '), refresh, note
        from core.dataflow order by dataflow"""
    ).fetchall():
        yield f"| `{row[0]}` | {' | '.join(_cell(value) for value in row[1:])} |"


def _relation(
    row: tuple[str, str, str, str | None, list[str], list[str], list[str | None]], tables: Mapping[str, str]
) -> Relation:
    schema, name, kind, comment, names, types, comments = row
    said = {n: c for n, c in zip(names, comments, strict=True) if c}
    explained = _header(schema, name) if kind == "view" else {}
    meaning = {**tables, **_view_columns(schema, name)} if kind == "view" else said
    return Relation(
        schema,
        name,
        kind,
        comment or "",
        tuple(Column(n, t, meaning.get(n, "")) for n, t in zip(names, types, strict=True)),
        tuple(sorted(explained.keys() - set(names))),
    )


@cache
def _view_columns(schema: str, view: str) -> Mapping[str, str]:
    """What a view's file says of its columns, with what it takes over from another view."""
    lines = _view_file(schema, view).splitlines()
    inherited = [found for line in lines if (found := _INHERITED.fullmatch(line))]
    behind = [found for line in lines if not line.startswith("--") and (found := _BEHIND.search(line))]
    meanings: dict[str, str] = {}
    for other in inherited:
        meanings.update(_view_columns(other[1], other[2]))
    meanings.update((found[1], found[2]) for found in behind)
    return {**meanings, **_header(schema, view)}


def _header(schema: str, view: str) -> dict[str, str]:
    """The columns that the header lines of a view's file explain."""
    lines = _view_file(schema, view).splitlines()
    return {found[1]: found[2] for line in lines if (found := _HEADER.fullmatch(line))}


def _header_prose(schema: str, view: str) -> str:
    """The opening comment of a file without the lines that explain columns."""
    said = []
    for line in _view_file(schema, view).splitlines():
        if not line.startswith("-- "):
            break
        if not _HEADER.fullmatch(line) and not _INHERITED.fullmatch(line):
            said.append(line.removeprefix("-- "))
    return " ".join(said)


def _view_file(schema: str, view: str) -> str:
    path = files("warehouse").joinpath("views", schema, f"{view}.sql")
    return path.read_text("utf-8") if path.is_file() else ""


def _cell(value: str | None) -> str:
    return (value or "").replace("|", "\\|").replace("\n", " ")


def main() -> None:
    """Write docs/data-dictionary.md beside this package, from an empty warehouse."""
    with duckdb.connect() as connection:
        define(connection)
        declare(connection, registry.sources())
        write(connection, Path(__file__).parent.parent / "docs" / "data-dictionary.md")


if __name__ == "__main__":
    main()
