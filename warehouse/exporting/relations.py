"""What can be written: tables and views of the published copy, with the meanings that their comments give."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files
from itertools import groupby

import duckdb

from collectors.errors import WarehouseError

#: schemas of the published copy, those that people ask for first; a name without a schema is looked for in this order
SCHEMAS = ("ready", "marts", "vintages", "core", "raw")
_END = r"(?<!\b[A-Z])\.\s+(?=[^a-z])"  # of a sentence: neither “e.g. so” nor “U.S. So”
NEAR = 3  # names that are offered in place of one that is not there


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type as DuckDB names it; `meaning` is empty where no comment gives one."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or view."""

    schema: str
    name: str
    meaning: str
    columns: tuple[Column, ...]

    @property
    def called(self) -> str:
        """Its name as people write it: `ready.book_ins`."""
        return f"{self.schema}.{self.name}"

    @property
    def in_sql(self) -> str:
        """Its name as SQL has it."""
        return f"{quoted(self.schema)}.{quoted(self.name)}"


def relations(connection: duckdb.DuckDBPyConnection) -> list[Relation]:
    """Every table and view of an open warehouse, by schema and name."""
    rows = connection.execute(files(__package__).joinpath("relations.sql").read_text("utf-8")).fetchall()
    of_each = groupby(rows, key=lambda row: row[:3])
    return [
        Relation(schema, name, said, tuple(Column(*column[3:]) for column in columns))
        for (schema, name, said), columns in of_each
    ]


def current(found: list[Relation], schema: str) -> list[Relation]:
    """Those of a schema that say what is said now: not the views `X_at`, which say what table X said at a moment."""
    names = {one.name for one in found if one.schema == schema}
    return [one for one in found if one.schema == schema and one.name.removesuffix("_at") not in names - {one.name}]


def find(found: list[Relation], name: str) -> Relation:
    """The one of that name; without a schema the first of SCHEMAS that has it. Raises WarehouseError."""
    schema, _, last = name.lower().rpartition(".")
    named = [one for one in found if one.name == last and schema in ("", one.schema) and one.schema in SCHEMAS]
    if not named:
        there = sorted((one for one in found if one.schema in SCHEMAS), key=lambda one: SCHEMAS.index(one.schema))
        near = get_close_matches(last, dict.fromkeys(one.name for one in there), NEAR)
        offered = [one.called for name in near for one in there if one.name == name][:NEAR]
        raise WarehouseError(
            name,
            expected="a table or view of the published copy",
            found="none of that name",
            remedy=f"Nearest: {', '.join(offered)}." if offered else "docs/data-dictionary.md lists them.",
        )
    return min(named, key=lambda one: SCHEMAS.index(one.schema))


def everything(connection: duckdb.DuckDBPyConnection, relation: Relation) -> duckdb.DuckDBPyRelation:
    """All rows of a table or view."""
    return connection.sql(f"from {relation.in_sql}")


def quoted(name: str) -> str:
    """A name as SQL has it, whatever letters it is of."""
    return '"' + name.replace('"', '""') + '"'


def first_sentence(meaning: str, longest: int) -> str:
    """The first sentence of a meaning, or as much of it as so many characters have room for."""
    sentence = re.split(_END, meaning, maxsplit=1)[0].removesuffix(".")
    if len(sentence) <= longest:
        return sentence
    clause = max(sentence.rfind(mark, 0, longest + 1) for mark in ("; ", ": "))
    return sentence[:clause] if clause > 0 else sentence[: longest - 1] + "…"
