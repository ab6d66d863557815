"""One table of the published copy, or a part of it, ▶ one file. Whoever asks can do no more than read that copy."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from secrets import token_hex

import duckdb

from collectors.errors import WarehouseError
from warehouse.connection import locked
from warehouse.exporting import excel, parquet, stata, text
from warehouse.exporting.about import published
from warehouse.exporting.plain import plain
from warehouse.exporting.relations import Relation, everything, find, quoted, relations
from warehouse.unavailable import unavailable

PORTION = 100_000  # rows


@dataclass(frozen=True, slots=True)
class Asked:
    """`table`: with or without its schema; `where`: a condition in SQL; `as_of`: what was said at the end of that day
    in Washington, in place of now."""

    table: str
    where: str | None = None
    as_of: date | None = None

    @property
    def in_words(self) -> tuple[str, ...]:
        """What part of the table it is."""
        day = None if self.as_of is None else f"as of {self.as_of}, the end of the day in Washington"
        return tuple(said for said in (day, self.where and f"where {self.where}") if said)


@dataclass(frozen=True, slots=True)
class Done:
    """The table that was written, by its whole name, and how many rows of it."""

    table: str
    rows: int


def export(copy: Path, asked: Asked, format_: str, file: Path) -> Done:
    """Write what is asked for into a file, at once: whatever interrupts it leaves what was there before.

    Raises WarehouseError where there is no such table, where it has no past to ask for, where the condition is none,
    or where the file cannot be written; LimitReached where the format cannot hold it.
    """
    with locked(copy) as connection:
        relation = find(relations(connection), asked.table)
        try:
            found = _found(connection, relation, asked)
            with _appearing(file) as beside:
                rows = _write(connection, relation, found, asked.in_words, format_, beside)
        except (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.InterruptException):
            raise  # of the machine, or of whoever sits at it
        except duckdb.Error as error:
            if asked.where is None:
                raise
            raise _no_condition(relation, asked.where, error) from error
    return Done(relation.called, rows)


def _found(connection: duckdb.DuckDBPyConnection, relation: Relation, asked: Asked) -> duckdb.DuckDBPyRelation:
    found = everything(connection, relation) if asked.as_of is None else _as_of(connection, relation, asked.as_of)
    return found if asked.where is None else found.filter(_condition(asked.where))


def _condition(text: str) -> duckdb.Expression:
    """A condition, and nothing besides. With brackets and without, for alone each lets something pass: an order or a
    table behind it is no part of what stands in brackets, and brackets can be closed and opened."""
    duckdb.SQLExpression(text)
    return duckdb.SQLExpression(f"({text}\n)")


def _as_of(connection: duckdb.DuckDBPyConnection, relation: Relation, day: date) -> duckdb.DuckDBPyRelation:
    name = f"{relation.name}_as_of"
    there = "select count(*) from duckdb_functions() where schema_name = ? and function_name = ?"
    if connection.execute(there, [relation.schema, name]).fetchall() == [(0,)]:
        raise WarehouseError(
            relation.called,
            expected=f"a table that is known as of any day ({relation.schema}.{name})",
            found="one that says what is known now",
            remedy="Leave --as-of out, or take a table of marts or ready that has a past.",
        )
    return connection.sql(f"from {quoted(relation.schema)}.{quoted(name)}(date '{day}')")


def _write(
    connection: duckdb.DuckDBPyConnection,
    relation: Relation,
    found: duckdb.DuckDBPyRelation,
    asked: tuple[str, ...],
    format_: str,
    path: Path,
) -> int:
    """How many rows were written."""
    if format_ == "csv":
        return text.write_portions(plain(found).to_arrow_reader(PORTION), path)
    said = published(connection).about(relation, found, asked)
    if format_ == "parquet":
        return parquet.write_portions(found.to_arrow_reader(PORTION), said, path)
    table = plain(found).to_arrow_table()
    {"xlsx": excel.write, "dta": stata.write}[format_](table, said, path)
    return int(table.num_rows)


def _no_condition(relation: Relation, where: str, error: duckdb.Error) -> WarehouseError:
    return WarehouseError(
        f"--where “{where}”",
        expected=f"a condition on the columns of {relation.called}",
        found=str(error).splitlines()[0].rstrip("."),
        remedy=f"Columns: {', '.join(column.name for column in relation.columns)}.",
    )


@contextmanager
def _appearing(file: Path) -> Iterator[Path]:
    """A new file, to be written by name, that takes the place of `file` when it is whole."""
    beside = file.with_name(f".{token_hex(4)}.{file.name}")
    try:
        yield beside
        os.replace(beside, file)
    except OSError as error:
        raise unavailable(file, error) from error
    finally:
        beside.unlink(missing_ok=True)
