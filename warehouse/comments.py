"""The head of a file of SQL ▶ the comments of the table, view or macro that it makes.

The head are the lines that begin with `-- `. `-- column: meaning` explains a column, `-- *: The columns of
core.change.` takes over what another file says of its columns, all else is the comment of the object. What no head
explains means what the column of the same name means in the tables, where it means the same in all of them.
DuckDB keeps comments; DuckLake has no place for those of macros and of columns of views.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import takewhile

import duckdb

_COLUMN = re.compile(r"-- (\w+): (.+)")
_INHERITED = re.compile(r"-- \*: The columns of (\w+\.\w+)\.")


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a file says: of the object, of its columns; whose columns it has besides."""

    said: str
    columns: Mapping[str, str]
    inherits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A table, view or macro with the head of the file that made it. `kind`: table, view, macro or macro table."""

    name: str  # with its schema, unless that is main
    kind: str
    head: Head


def head(text: str) -> Head:
    """Read the head of the text of a file."""
    lines = [*takewhile(lambda line: line.startswith("-- "), text.splitlines())]
    columns = {found[1]: found[2] for line in lines if (found := _COLUMN.fullmatch(line))}
    inherits = tuple(found[1] for line in lines if (found := _INHERITED.fullmatch(line)))
    said = [
        line.removeprefix("-- ") for line in lines if not _COLUMN.fullmatch(line) and not _INHERITED.fullmatch(line)
    ]
    return Head(" ".join(said), columns, inherits)


def comment(connection: duckdb.DuckDBPyConnection, made: Iterable[Made], every: Iterable[Made]) -> None:
    """Set the comments of objects and of their columns, all at once. `every` object that there is explains columns of
    others; those that nothing explains are left without."""
    every = [*every]
    heads = {each.name: each.head for each in every}
    meant = _meant(every)
    columns = _columns(connection)
    statements = []
    for each in made:
        statements.append(f"comment on {each.kind} {each.name} is {quoted(each.head.said)}")
        explained = {**meant, **_explained(each.head, heads)}
        statements += [
            f'comment on column {each.name}."{column}" is {quoted(explained[column])}'
            for column in columns.get(each.name, [])
            if column in explained
        ]
    connection.execute(";\n".join(statements))


def quoted(text: str) -> str:
    """A text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def _meant(made: Iterable[Made]) -> dict[str, str]:
    """What columns of a name mean where nothing else is said: what they mean in the tables, where that is one thing."""
    meanings: dict[str, set[str]] = {}
    for each in made:
        if each.kind == "table":
            for name, meaning in each.head.columns.items():
                meanings.setdefault(name, set()).add(meaning)
    return {name: meaning for name, (meaning, *others) in meanings.items() if not others}


def _explained(said: Head, heads: Mapping[str, Head]) -> dict[str, str]:
    """What a head says of columns, with what it takes over."""
    meanings: dict[str, str] = {}
    for other in said.inherits:
        meanings.update(_explained(heads[other], heads))
    return {**meanings, **said.columns}


def _columns(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The columns of every table and view, by its name with schema."""
    rows = connection.execute(
        "select schema_name || '.' || table_name, list(column_name order by column_index) from duckdb_columns() "
        "where database_name = current_database() and not internal group by all"
    ).fetchall()
    return dict(rows)
