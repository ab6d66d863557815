"""What a warehouse says of itself: every table, view, column and macro with its comment (docs/data-dictionary.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from collectors import registry
from collectors.records import REPEAT
from warehouse import check
from warehouse.comments import comment
from warehouse.declarations import declare
from warehouse.definitions import all_made, define, define_for_readers, for_readers

#: in the order in which they are shown; `vintages` are what marts are slices of: their columns, and when rows speak
TITLES = {
    "ready": "Ready tables: start here",
    "marts": "Marts: figures to add up, and what others say",
    "core": "Core: what is recorded",
    "raw": "Raw: documents and fetches",
}
COMMON = "vintages.figure"  # whose columns marts share


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table or view; `meaning` is empty where nothing explains it."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or view with its comment."""

    name: str  # with its schema
    kind: str
    meaning: str
    columns: tuple[Column, ...]

    @property
    def schema(self) -> str:
        """Where it stands."""
        return self.name.split(".")[0]


def relations(connection: duckdb.DuckDBPyConnection) -> list[Relation]:
    """Every table and view of the open warehouse, by name."""
    rows = connection.execute(
        """
        select
            r.schema_name || '.' || r.name, r.kind, coalesce(any_value(r.comment), ''),
            list([c.column_name, c.data_type, coalesce(c.comment, '')] order by c.column_index)
        from (
            select database_name, schema_name, table_name as name, 'table' as kind, comment from duckdb_tables()
            union all
            select database_name, schema_name, view_name, 'view', comment from duckdb_views() where not internal
        ) as r
        inner join duckdb_columns() as c
            on c.database_name = r.database_name and c.schema_name = r.schema_name and c.table_name = r.name
        where r.database_name = current_database()
        group by all
        order by 1
        """
    ).fetchall()
    return [Relation(name, kind, meaning, tuple(Column(*c) for c in columns)) for name, kind, meaning, columns in rows]


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
    found = relations(connection)
    common = next(one for one in found if one.name == COMMON)
    for schema, title in TITLES.items():
        yield from ("", f"## {title}")
        if schema == "marts":
            yield from _said_once(common)
        for relation in (one for one in found if one.schema == schema and not one.name.endswith("_at")):
            yield from _relation(relation, common)
    yield from _macros(connection)
    yield from _lists(connection)
    yield from ("", "## Checks", "", "| rule | severity | what must hold | how it is judged |", "|---|---|---|---|")
    yield from (f"| `{r.name}` | {r.severity} | {_cell(r.title)} | {_cell(r.description)} |" for r in check.rules())


def _said_once(common: Relation) -> Iterator[str]:
    yield ""
    yield (
        "Each says what is said now. `marts.x_as_of(moment)` says what was said at a moment (a DATE is the end of that "
        "day in Washington), the view `marts.x_at` what was said at that of `set variable as_of = …`, and `vintages.x` "
        "holds all that was ever said, with `valid_from` and `valid_to`. Ready tables have the first three."
    )
    yield ""
    yield "Columns that marts have in common, those of `vintages.figure`:"
    yield from _table(common.columns)


def _relation(relation: Relation, common: Relation) -> Iterator[str]:
    own = [column for column in relation.columns if column not in common.columns]
    shares = len(relation.columns) - len(own) > 10
    yield from ("", f"### {relation.name} ({relation.kind})", "", relation.meaning)
    yield from _table(own if shares else relation.columns)
    if shares:
        yield from ("", "And columns that marts have in common.")


def _table(columns: Iterable[Column]) -> Iterator[str]:
    yield from ("", "| column | type | meaning |", "|---|---|---|")
    yield from (f"| `{c.name}` | {c.type.lower()} | {_cell(c.meaning)} |" for c in columns)


def _macros(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    yield from ("", "## Macros", "", "| macro | meaning |", "|---|---|")
    macros = connection.execute(
        "select schema_name, function_name, array_to_string(parameters, ', '), comment from duckdb_functions() "
        "where database_name = current_database() and function_type in ('macro', 'table_macro') and not internal "
        "and schema_name not in ('marts', 'ready') order by all"
    ).fetchall()
    for schema, name, parameters, meaning in macros:
        shown = name if schema == "main" else f"{schema}.{name}"
        yield f"| `{shown}({parameters})` | {_cell(meaning)} |"


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


def _cell(value: str | None) -> str:
    return (value or "").replace("|", "\\|").replace("\n", " ")


def explained(connection: duckdb.DuckDBPyConnection) -> None:
    """Put into an empty database what a dictionary is written of: every table, view and macro, and what is declared."""
    define(connection)
    define_for_readers(connection)
    comment(connection, [one.made() for one in for_readers()], all_made())
    declare(connection, registry.sources())


def main() -> None:
    """Write docs/data-dictionary.md beside this package, from an empty warehouse."""
    with duckdb.connect() as connection:
        explained(connection)
        write(connection, Path(__file__).parent.parent / "docs" / "data-dictionary.md")


if __name__ == "__main__":
    main()
