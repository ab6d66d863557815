"""A macro that a view calls stands written out in it, so that a DuckDB before 1.5 finds it over ATTACH."""

from __future__ import annotations

import re

import duckdb
import pytest

from warehouse.definitions import VIEWS, views
from warehouse.written_out import Macro, macros, written_out

TEXTS = [path.read_text("utf-8") for path in VIEWS.rglob("*.sql")]
TWICE = "-- Two of it.\ncreate or replace macro twice(one) as\none + one;\n"
CAPPED = "create or replace macro capped(one, cap) as\nleast(twice(one), cap);\n"
NAMED = "create or replace macro named() as\n'one, two(' -- one\n;"
KNOWN = macros([TWICE, CAPPED, NAMED, "create or replace macro rows_of(one) as table\nselect one;"])


def test_macros_are_read_from_what_makes_them_and_those_that_are_tables_are_none() -> None:
    assert KNOWN["capped"] == Macro(("one", "cap"), "least(twice(one), cap)")
    assert set(KNOWN) == {"twice", "capped", "named"}


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("select twice(3)", 6),
        ("select 2 * twice(3)", 12),
        ("select twice(1 - 2)", -2),
        ("select twice(twice(2)) + twice(1)", 10),
        ("select capped(length('a,b('), greatest(1, 5))", 5),
        ("select 'twice(3)' -- twice(4)", "twice(3)"),
        ("select length(named())", 9),
        ("select capped([1, 2][2], 9)", 4),
        ("select twice(x.one) from (select 4 as one, 5 as cap) as x", 8),
        ("select capped(cap, one) from (select 4 as one, 5 as cap)", 4),
    ],
)
def test_what_is_written_out_means_what_the_call_does(text: str, means: object) -> None:
    connection = duckdb.connect()
    for macro in (TWICE, CAPPED, NAMED):
        connection.execute(macro)
    assert connection.execute(text).fetchall() == [(means,)]
    out = written_out(text, KNOWN)
    assert duckdb.connect().execute(out).fetchall() == [(means,)]


def test_a_call_with_an_argument_too_many_is_an_error() -> None:
    with pytest.raises(ValueError, match="argument 2 is longer"):
        written_out("select twice(1, 2)", KNOWN)


def test_no_view_calls_a_macro_of_ours() -> None:
    ours = macros(TEXTS)
    assert {"speaks_at", "age_days", "moment_utc"} <= set(ours)
    called = re.compile(rf"(?<![\w.])({'|'.join(ours)})\(")
    calling = {one.made().name: called.findall(re.sub(r"--[^\n]*", "", one.sql)) for one in views()}
    of_views = {name: names for name, names in calling.items() if names and not _is_macro(name, ours)}
    assert of_views == {}


def _is_macro(name: str, ours: dict[str, Macro]) -> bool:
    return name in ours or name.endswith("as_of")
