"""Published tables ▶ rows of observations."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from collectors.media.workbook import Sheet
from collectors.records import NOTICE, OBSERVATION, OMISSION, SHEET
from collectors.tables.periods import day, month
from collectors.tables.statements import (
    CANNOT_EXIST,
    MISSING,
    WITHHELD,
    Axis,
    Block,
    Line,
    Measure,
    Statements,
    numbered,
    plain,
    slug,
    zeros,
)

BOATS = Measure("boats", "boats")
JANUARY, FEBRUARY = month(2025, 1), month(2025, 2)


def sheet(*rows: list[Any]) -> Sheet:
    return Sheet("S", 0, list(rows))


def statements(page: Sheet, *blocks: Block, **marks: int) -> dict[str, list[dict[str, Any]]]:
    out = Statements(marks)
    out.open(page)
    for block in blocks:
        out.add(block)
    return {table.kind: table.rows.to_pylist() for table in out.tables()}


def block(page: Sheet, **changes: Any) -> Block:
    """Two harbours, two months."""
    given: dict[str, Any] = {
        "rows": Axis([0, 1], ["North", "South"], ["harbor=north", "harbor=south"]),
        "columns": Axis([1, 2], ["Jan", "Feb"], ["", ""], [JANUARY, FEBRUARY]),
        "measure": BOATS,
        "data_through": date(2025, 2, 10),
    }
    return Block(page, "t.boats", "Boats", **(given | changes))


def test_each_cell_is_an_observation_with_its_address() -> None:
    page = sheet(["North", 5, 2.5], ["South", 0, ""])
    rows = statements(page, block(page))["observation"]
    assert [
        (r["cell"], r["series_key"], r["time_period"], r["value"], r["value_text"], r["obs_status"]) for r in rows
    ] == [
        ("B1", "t.boats{harbor=north}", "2025-01", 5.0, "5", "A"),
        ("C1", "t.boats{harbor=north}", "2025-02", 2.5, "2.5", "P"),
        ("B2", "t.boats{harbor=south}", "2025-01", 0.0, "0", "A"),
    ]
    assert rows[0]["period_end"] == date(2025, 1, 31)
    assert (rows[0]["row_label"], rows[0]["column_label"], rows[0]["unit"]) == ("North", "Jan", "boats")


def test_status_of_an_axis_overrules_the_number() -> None:
    page = sheet(["North", 5, 0], ["South", 1, 0])
    given = block(page)
    given.columns.status = {1: CANNOT_EXIST}
    assert [(r["value"], r["value_text"], r["obs_status"]) for r in statements(page, given)["observation"]] == [
        (5.0, "5", "A"),
        (None, "0", "M"),
        (1.0, "1", "A"),
        (None, "0", "M"),
    ]


def test_marks_have_the_status_that_the_source_gives_them() -> None:
    page = sheet(["North", "D", 2], ["South", "-", " "])
    rows = statements(page, block(page), D=WITHHELD)["observation"]
    assert [(r["cell"], r["value"], r["value_text"], r["obs_status"]) for r in rows] == [
        ("B1", None, "D", "Q"),
        ("C1", 2.0, "2", "P"),
        ("B2", None, "-", "O"),
    ]


def test_rows_and_columns_need_not_stand_side_by_side_or_in_order() -> None:
    page = sheet(["", 1, 2, 3, 4], ["", 5, 6, 7, 8], ["", 9, 10, 11, 12])
    given = block(
        page,
        rows=Axis([2, 0], ["North", "South"], ["harbor=north", "harbor=south"]),
        columns=Axis([1, 3, 2, 4], ["a", "b", "c", "d"], ["k=a", "k=b", "k=c", "k=d"]),
        period=JANUARY,
    )
    cells = [(row["cell"], row["value"], row["column_label"]) for row in statements(page, given)["observation"]]
    assert cells[:3] == [("B3", 9, "a"), ("D3", 11, "b"), ("C3", 10, "c")]
    assert zeros(sheet(["", 0, 1, 0, 1]), [0], [1, 3, 2, 4]) == [True, True, False, False]


def test_keys_and_measures_of_columns() -> None:
    page = sheet(["North", 5, 0.25])
    columns = Axis([1, 2], ["Boats", "%"], ["kind=all", "kind=share"], measures=[BOATS, Measure("share", "fraction")])
    given = block(page, columns=columns, rows=Axis([0], ["North"], [""]), period=day(date(2025, 1, 1)))
    rows = statements(page, given)["observation"]
    assert [(r["series_key"], r["metric"]) for r in rows] == [
        ("t.boats{kind=all}", "boats"),
        ("t.boats{kind=share}", "share"),
    ]


def test_a_table_printed_again_for_the_same_period_is_the_second_entry() -> None:
    page = sheet(["North", 5, 2], ["South", 1, 1])
    earlier = block(page, columns=Axis([1, 2], ["Jan", "Feb"], ["", ""], [month(2024, 1), month(2024, 2)]))
    keys = [row["series_key"] for row in statements(page, block(page), earlier, block(page))["observation"]]
    assert keys[::2] == [
        "t.boats{harbor=north}",
        "t.boats{harbor=south}",
        "t.boats{harbor=north}",  # another year
        "t.boats{harbor=south}",
        "t.boats{harbor=north,entry=2}",
        "t.boats{harbor=south,entry=2}",
    ]


def test_a_block_without_period_or_measure_is_a_mistake_of_the_reader() -> None:
    page = sheet(["North", 5, 2], ["South", 1, 1])
    with pytest.raises(ValueError, match=r"t\.boats: neither an axis nor the block gives measures"):
        statements(page, block(page, measure=None))


def test_numeric_cells_are_counted_and_those_that_nobody_read_are_known() -> None:
    page = sheet(["North", 5, 2], ["South", "-", 1], ["", 99, 2024])
    out = Statements({"-": MISSING})
    out.open(page)
    out.add(block(page))
    assert out.unread(page) == [(2, 1), (2, 2)]
    out.omit(page, 2, 2, "year as a header")
    out.notice("unknown_table", "words", sheet="S", at=(2, 1))
    out.notice("unknown_table", "words", sheet="S", at=(2, 1))
    assert out.unread(page) == [(2, 1)]
    tables = {table.kind: table.rows for table in out.tables()}
    assert tables["sheet"].to_pylist()[0] == {
        "sheet": "S", "position": 0, "visible": True, "numeric_cells": 5, "observed_cells": 3, "omitted_cells": 1,
    }  # fmt: skip
    assert tables["omission"].to_pylist() == [
        {"sheet": "S", "cell": "C3", "reason": "year as a header", "value_text": "2024"}
    ]
    assert [row["cell"] for row in tables["notice"].to_pylist()] == ["B3"]  # once
    schemas = {"sheet": SHEET, "observation": OBSERVATION, "omission": OMISSION, "notice": NOTICE}
    assert all(rows.schema.equals(schemas[kind]) for kind, rows in tables.items())


def test_a_document_without_blocks_has_sheets_only() -> None:
    assert set(statements(sheet(["x"]))) == {"sheet"}


def test_columns_and_rows_that_print_nothing_but_zeros() -> None:
    page = sheet(["", 0, 0, "", 1], ["", 0, 3, "", 0], ["", "", 0, "", 0])
    assert zeros(page, [0, 1, 2], [1, 2, 3, 4]) == [True, False, False, False]
    assert zeros(page, [0, 1, 2], [1, 2, 3, 4], of_rows=True) == [False, False, True]
    assert zeros(page, [0, 2], [3], of_rows=True) == [False, False]


def test_an_axis_of_lines() -> None:
    assert Axis.of([Line(3, "Jan", period=JANUARY), Line(4, "Feb", period=FEBRUARY)]) == Axis(
        [3, 4], ["Jan", "Feb"], ["", ""], [JANUARY, FEBRUARY]
    )
    assert Axis.of([Line(3, "Boats", "kind=all", measure=BOATS)]) == Axis(
        [3], ["Boats"], ["kind=all"], measures=[BOATS]
    )


def test_words_as_values_of_dimensions() -> None:
    assert slug("Transfer to U.S. Marshals, or other") == "transfer_to_u_s_marshals_or_other"
    assert plain("PLAINS, FORT  {A}") == "plains fort a"
    assert numbered(["a", "b", "a", "a"]) == ["a", "b", "a,entry=2", "a,entry=3"]
    assert numbered(["a", "b", "a", "a"], ["x=1", "x=1", "x=2", "x=2"]) == ["a,x=1", "b", "a,x=2", "a,x=2,entry=2"]
