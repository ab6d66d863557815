"""docs/data-dictionary.md is what the warehouse says of itself, and everything in the warehouse is explained."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from warehouse import dictionary
from warehouse.comments import Made, comment, head
from warehouse.definitions import all_made

FILE = Path(__file__).resolve().parent.parent / "docs" / "data-dictionary.md"

#: A sentence ends at a full stop before a capital letter, a backtick, a quote or a bracket, or at the end of the text;
#: names of columns and numbers begin none, and abbreviations end none.
SENTENCE = re.compile(r".+?(?<!\be\.g)(?<!\bi\.e)(?<!\bU\.S)\.(?= [A-Z`'\"“(\[]|$)")
LONGEST = 80  # characters of the first sentence: a line of a terminal


def first_sentence(text: str) -> str:
    found = SENTENCE.match(text)
    return found[0] if found else text


@pytest.fixture(scope="module")
def empty() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    dictionary.explained(connection)
    return connection


def test_the_committed_file_is_current(empty: duckdb.DuckDBPyConnection) -> None:
    expected = "run `python -m warehouse.dictionary` and commit docs/data-dictionary.md"
    assert FILE.read_text(encoding="utf-8") == dictionary.text(empty), expected


def test_every_table_and_view_and_column_is_explained(empty: duckdb.DuckDBPyConnection) -> None:
    relations = dictionary.relations(empty)
    assert {"marts.book_ins", "marts.book_ins_at", "vintages.book_ins", "core.observation"} <= {
        r.name for r in relations
    }
    silent = [r.name for r in relations if not r.meaning]
    silent += [f"{r.name}.{c.name}" for r in relations for c in r.columns if not c.meaning]
    assert silent == []


def test_every_column_that_a_head_explains_exists(empty: duckdb.DuckDBPyConnection) -> None:
    columns = {r.name: {c.name for c in r.columns} for r in dictionary.relations(empty)}
    explained = {each.name: set(each.head.columns) for each in all_made() if each.kind in ("table", "view")}
    assert {name: more for name, said in explained.items() if (more := said - columns[name])} == {}


def test_every_macro_is_explained(empty: duckdb.DuckDBPyConnection) -> None:
    macros = empty.execute(
        "select schema_name, function_name, comment from duckdb_functions() "
        "where not internal and function_type in ('macro', 'table_macro')"
    ).fetchall()
    assert {("main", "as_of"), ("marts", "book_ins_as_of")} <= {macro[:2] for macro in macros}
    assert [macro for macro in macros if not macro[2]] == []


def test_the_first_sentence_of_each_fits_a_line(empty: duckdb.DuckDBPyConnection) -> None:
    relations = dictionary.relations(empty)
    said = {r.name: r.meaning for r in relations}
    said |= {f"{r.name}.{c.name}": c.meaning for r in relations for c in r.columns}
    macros = empty.execute(
        "select schema_name || '.' || function_name || '()', comment from duckdb_functions() "
        "where not internal and function_type in ('macro', 'table_macro')"
    ).fetchall()
    firsts = {name: first_sentence(text) for name, text in [*said.items(), *macros]}
    assert {"main.as_of()", "core.claim.quote", "marts.book_ins_at"} <= firsts.keys()
    too_long = {first: name for name, first in firsts.items() if len(first) > LONGEST}  # each text once
    assert too_long == {}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Cell. Its key is held by a check.", "Cell."),
        (
            "A total, e.g. Of all, U.S. Border Patrol's or 1.5 of it. `x` is none.",
            "A total, e.g. Of all, U.S. Border Patrol's or 1.5 of it.",
        ),
        ("See core.change. sha256 begins none", "See core.change. sha256 begins none"),
        ("No stop at the end", "No stop at the end"),
    ],
)
def test_where_a_first_sentence_ends(text: str, first: str) -> None:
    assert first_sentence(text) == first


def test_what_nothing_explains_shows(empty: duckdb.DuckDBPyConnection) -> None:
    empty.execute("create table core.unexplained (mystery integer)")
    empty.execute("create view marts.unexplained as select mystery, 1 as riddle from core.unexplained")
    try:
        silent = {
            c.name
            for r in dictionary.relations(empty)
            if r.name.endswith("unexplained")
            for c in r.columns
            if not c.meaning
        }
    finally:
        empty.execute("drop view marts.unexplained")
        empty.execute("drop table core.unexplained")
    assert silent == {"mystery", "riddle"}


def test_a_head_is_its_columns_what_it_takes_over_and_the_rest() -> None:
    said = head(
        "-- One row a thing.\n-- Of all.\n-- a: First.\n-- *: The columns of core.b.\nselect 1 -- c: no\n-- d: no\n"
    )
    assert (said.said, dict(said.columns), said.inherits) == ("One row a thing. Of all.", {"a": "First."}, ("core.b",))


def test_a_column_means_what_tables_say_of_its_name_only_where_they_say_one_thing() -> None:
    texts = {
        "one": "-- One.\n-- key: The key.\n-- title: Title of a document.\n",
        "two": "-- Two.\n-- key: The key.\n-- title: The rule in a sentence.\n",
        "silent": "-- Neither.\n",
        "taking": "-- Of one.\n-- *: The columns of core.one.\n",
    }
    made = [Made(f"core.{name}", "table", head(text)) for name, text in texts.items()]
    with duckdb.connect() as connection:
        connection.execute("create schema core")
        for each in made:
            connection.execute(f"create table {each.name} (key integer, title varchar)")
        comment(connection, made, made)
        said = connection.execute(
            "select table_name, list(comment order by column_index) from duckdb_columns() "
            "where not internal group by all"
        ).fetchall()
    assert dict(said) == {
        "one": ["The key.", "Title of a document."],
        "two": ["The key.", "The rule in a sentence."],
        "silent": ["The key.", None],
        "taking": ["The key.", "Title of a document."],
    }


def test_every_metric_has_the_publishers_definition_and_a_known_kind(empty: duckdb.DuckDBPyConnection) -> None:
    rows = empty.execute("select metric, unit, kind, definition, definition_source from core.metric").fetchall()
    assert len(rows) > 20
    assert [row[0] for row in rows if not all(row)] == []
    assert {row[2] for row in rows} <= {"stock", "flow", "average", "share"}
