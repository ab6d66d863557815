"""Published tables ▶ rows of observations."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from collectors.media.sheet import Sheet
from collectors.records import NOTICE, OBSERVATION, OMISSION, SHEET, Document
from collectors.tables.axes import CANNOT_EXIST, MISSING, WITHHELD, Axis, Block, Line, Measure, zeros
from collectors.tables.figures import number_of
from collectors.tables.footnotes import Footnotes
from collectors.tables.judging import draft_of, ledgers_of, without_repeats
from collectors.tables.labels import numbered, plain, slug
from collectors.tables.ledger import tables_of
from collectors.tables.periods import day, month
from collectors.tables.sheets import Area, Found, Layout, SheetKind, SheetReading, TableReading

BOATS = Measure("boats", "boats")
JANUARY, FEBRUARY = month(2025, 1), month(2025, 2)


def sheet(*rows: list[Any]) -> Sheet:
    return Sheet("S", 0, list(rows))


def statements(page: Sheet, *blocks: Block, told: bool = False, **marks: int) -> dict[str, list[dict[str, Any]]]:
    """What becomes of a sheet on which each block is a table of its own."""

    def found(one: Block) -> Found:
        def read(reading: TableReading) -> list[Block]:
            if told:
                reading.omit(0, 0, "year as a header")
                reading.tell("told", "words", (2, 1))
                reading.tell("told", "words", (2, 1))
            return [one]

        return Found(one.dataflow, one.title, Area(0, 2, 0, 9), read)

    kind = SheetKind("S", lambda _: [found(one) for one in blocks])
    layout = Layout(module="harbor", sheets=(kind,), marks=marks)
    drafts = [draft_of(SheetReading(layout, Document(b"", "harbor.xlsx"), page, Footnotes()), kind)]
    kept, rows = without_repeats(drafts)
    tables = tables_of(ledgers_of(kept, layout), [], OBSERVATION.empty_table() if rows is None else rows)
    return {table.kind: table.rows.to_pylist() for table in tables}


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
    columns = Axis([1, 2], ["Jan", "Feb"], ["", ""], [JANUARY, FEBRUARY], status={1: CANNOT_EXIST})
    given = block(page, columns=columns)
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


def test_a_table_without_period_or_measure_is_a_mistake_of_the_reader() -> None:
    page = sheet(["North", 5, 2], ["South", 1, 1])
    with pytest.raises(ValueError, match=r"t\.boats: neither an axis nor the table gives the measure"):
        statements(page, block(page, measure=None))


def test_numeric_cells_are_counted_and_those_that_nobody_read_are_named() -> None:
    page = sheet([2024, 5, 2], ["South", "-", 1], ["A long title of another table", "", ""], ["", 9, 99])
    tables = statements(page, block(page), told=True, **{"-": MISSING})
    assert tables["sheet"][0] == {
        "sheet": "S", "position": 0, "visible": True, "numeric_cells": 6, "observed_cells": 3, "entry_cells": 0,
        "axis_cells": 0, "omitted_cells": 3,
    }  # fmt: skip
    assert tables["omission"] == [
        {"sheet": "S", "cell": "A1", "reason": "year as a header", "value_text": "2024", "cells": 1},
        {"sheet": "S", "cell": "B4", "reason": "table not known", "value_text": "9", "cells": 1},
        {"sheet": "S", "cell": "C4", "reason": "table not known", "value_text": "99", "cells": 1},
    ]


def test_what_is_told_of_several_tables_is_told_once() -> None:
    page = sheet(["North", 5, 2], ["South", "-", 1])
    assert [row["cell"] for row in statements(page, block(page), told=True, **{"-": MISSING})["notice"]] == ["B3"]


def test_the_kinds_of_a_document_have_their_schemas() -> None:
    page = sheet(["North", 5, 2], ["South", "x", 1])
    tables = statements(page, block(page))
    schemas = {"sheet": SHEET, "observation": OBSERVATION, "notice": NOTICE, "omission": OMISSION}
    assert {kind: [*rows[0]] for kind, rows in tables.items()} == {
        kind: schemas[kind].names for kind in ("sheet", "observation", "notice")
    }


def test_a_gap_costs_the_table_and_no_other() -> None:
    page = sheet(["North", 5, 2], ["South", 1, 1], ["", "", ""], ["West", 7, 8])
    other = sheet(["North", 5, 2], ["South", 1, 1])
    tables = statements(page, block(page))
    assert tables["observation"] == []
    assert [(row["dataflow"], row["table_title"], row["outcome"]) for row in tables["refusal"]] == [
        ("t.boats", "Boats", "layout_changed")
    ]
    assert {row["reason"] for row in tables["omission"]} == {"table refused"}
    ranges = [("B1:B2", 2), ("B4", 1), ("C1:C2", 2), ("C4", 1)]
    assert [(row["cell"], row["cells"]) for row in tables["omission"]] == ranges
    assert "refusal" not in statements(other, block(other))


def test_a_header_between_two_blocks_of_figures_begins_another_table() -> None:
    page = sheet(["North", 5, 2], ["South", 1, 1], ["", "", ""], ["", "Jan", "Feb"], ["West", 7, 8])
    tables = statements(page, block(page))
    assert len(tables["observation"]) == 4
    assert {row["reason"] for row in tables["omission"]} == {"table not known"}
    assert [row["kind"] for row in tables["notice"]] == ["unknown_table"]


def test_a_flag_among_figures_costs_the_table() -> None:
    page = sheet(["North", 5, True], ["South", 1, 1])
    tables = statements(page, block(page))
    assert [row["found"] for row in tables["refusal"]] == ["True in C1"]


def test_a_number_in_the_dress_of_a_date_is_read_and_told() -> None:
    page = sheet(["North", 5, date(1903, 1, 4)], ["South", 1, date(2025, 2, 3)])
    tables = statements(page, block(page))
    assert [(row["value"], row["value_text"], row["obs_status"]) for row in tables["observation"]] == [
        (5.0, "5", "A"), (1100.0, "1100", "P"), (1.0, "1", "A"), (None, "2025-02-03", "O"),
    ]  # fmt: skip
    assert [row["kind"] for row in tables["notice"]] == ["number_as_date"] * 2


def test_not_a_number_and_infinity_are_told_and_no_figures() -> None:
    page = sheet(["North", 5, float("nan")], ["South", float("inf"), -1])
    tables = statements(page, block(page))
    assert [(row["value"], row["value_text"], row["obs_status"]) for row in tables["observation"]] == [
        (5.0, "5", "A"), (None, "NAN", "O"), (None, "INF", "O"), (-1.0, "-1", "P"),
    ]  # fmt: skip
    assert [row["found"] for row in tables["notice"]] == ["NAN", "INF", "-1"]  # a negative figure is told, too
    assert tables["sheet"][0]["numeric_cells"] == 2


def test_a_reader_that_breaks_costs_its_table() -> None:
    page = sheet(["North", 5, 2], ["South", 1, 1])

    def broken(_: TableReading) -> list[Block]:
        raise IndexError("tuple index out of range")

    kind = SheetKind("S", lambda _: [Found("t.boats", "Boats", Area(0, 2, 0, 3), broken)])
    layout = Layout(module="harbor", sheets=(kind,))
    draft = draft_of(SheetReading(layout, Document(b"", "harbor.xlsx"), page, Footnotes()), kind)
    (refusal,) = draft.refusals
    assert refusal.error.outcome == "reader_failed"
    assert "IndexError: tuple index out of range (test_tables.py" in str(refusal.error)


@pytest.mark.parametrize(
    ("text", "value"),
    [("23,621", 23621), ("1 100", 1100), ("-5", -5), ("0.25", 0.25), ("1234.567", 1234.567), ("12,345.678", 12345.678)],
)
def test_numbers_that_are_typed_as_texts(text: str, value: float) -> None:
    assert number_of(text) == value


@pytest.mark.parametrize(
    "text", ["1.100", "0,100", "12,34", "1,2345", "(3)", "+5", "45%", "1,100*", "'5", "", "1 10", "NaN"]
)
def test_texts_that_are_no_numbers(text: str) -> None:
    assert number_of(text) != number_of(text)


def test_a_figure_below_a_bound_is_withheld() -> None:
    page = sheet(["North", 5, "<11"], ["South", 1, "< 5"])
    assert [row["obs_status"] for row in statements(page, block(page))["observation"]] == ["A", "Q", "A", "Q"]


def test_a_document_without_blocks_has_sheets_only() -> None:
    assert {kind for kind, rows in statements(sheet(["x"])).items() if rows} == {"sheet"}


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
