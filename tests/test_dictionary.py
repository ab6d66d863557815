"""docs/data-dictionary.md is what the warehouse says of itself, and everything in the warehouse is explained."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from collectors import registry
from warehouse import dictionary
from warehouse.declarations import declare
from warehouse.definitions import define

FILE = Path(__file__).resolve().parent.parent / "docs" / "data-dictionary.md"


@pytest.fixture(scope="module")
def empty() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    define(connection)
    declare(connection, registry.sources())
    return connection


def test_the_committed_file_is_current(empty: duckdb.DuckDBPyConnection) -> None:
    expected = "run `python -m warehouse.dictionary` and commit docs/data-dictionary.md"
    assert FILE.read_text(encoding="utf-8") == dictionary.text(empty), expected


def test_every_table_and_view_and_column_is_explained(empty: duckdb.DuckDBPyConnection) -> None:
    relations = dictionary.relations(empty)
    assert {"marts.book_ins", "core.observation", "raw.document"} <= {f"{r.schema}.{r.name}" for r in relations}
    silent = [f"{r.schema}.{r.name}" for r in relations if not r.meaning]
    silent += [f"{r.schema}.{r.name}.{c.name}" for r in relations for c in r.columns if not c.meaning]
    assert silent == []


def test_every_explained_column_of_a_view_exists(empty: duckdb.DuckDBPyConnection) -> None:
    assert [(r.schema, r.name, r.unknown) for r in dictionary.relations(empty) if r.unknown] == []


def test_every_macro_is_explained(empty: duckdb.DuckDBPyConnection) -> None:
    macros = empty.execute(
        "select schema_name, function_name from duckdb_functions() "
        "where not internal and function_type in ('macro', 'table_macro')"
    ).fetchall()
    assert ("main", "as_of") in macros
    assert [macro for macro in macros if not dictionary.macro_meaning(*macro)] == []


def test_a_column_without_comment_shows(empty: duckdb.DuckDBPyConnection) -> None:
    empty.execute("create table core.unexplained (mystery integer)")
    empty.execute("create view marts.unexplained as select mystery, 1 as riddle from core.unexplained")
    try:
        silent = {
            c.name for r in dictionary.relations(empty) if r.name == "unexplained" for c in r.columns if not c.meaning
        }
    finally:
        empty.execute("drop view marts.unexplained")
        empty.execute("drop table core.unexplained")
    assert silent == {"mystery", "riddle"}


def test_every_metric_has_the_publishers_definition_and_a_known_kind(empty: duckdb.DuckDBPyConnection) -> None:
    rows = empty.execute("select metric, unit, kind, definition, definition_source from core.metric").fetchall()
    assert len(rows) > 20
    assert [row[0] for row in rows if not all(row)] == []
    assert {row[2] for row in rows} <= {"stock", "flow", "average", "share"}
