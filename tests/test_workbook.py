"""Sheets as grids with true addresses; tables by their titles; footnotes."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from workbooks import pack

from collectors.errors import BadContent, LayoutChanged
from collectors.media.sheet import Sheet, column_letters
from collectors.media.workbook import Workbook
from collectors.records import Document
from collectors.tables.footnotes import Footnotes, Slip
from collectors.tables.grid import fill_down, grids

SAVED = "2025-02-03T15:00:00-05:00"


def sheet(*rows: list[Any]) -> Sheet:
    width = max(map(len, rows))
    return Sheet("S", 0, [row + [""] * (width - len(row)) for row in rows])


def document(**sheets: dict[str, Any]) -> Document:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, cells in sheets.items():
        made = book.create_sheet(name)
        for where, value in cells.items():
            made[where] = value
    return Document(pack(book, SAVED), "https://example.org/harbor.xlsx")


def test_addresses() -> None:
    assert [column_letters(n) for n in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert sheet([]).address(11, 1) == "B12"


def test_cells_keep_their_addresses_where_margins_are_blank() -> None:
    book = Workbook.open(document(Harbor={"C3": 7, "D4": "x  y"}))
    found = book.sheet("Harbor")
    assert found.numbers[2, 2] == 7
    assert found.text(3, 3) == "x y"
    assert found.text(99, 99) == ""
    assert [*found.strings] == [(3, 3, "x y")]


def test_a_stray_cell_far_out_costs_its_sheet_and_no_crash() -> None:
    book = Workbook.open(document(Harbor={"A1": 1, "XFD1048576": 1}, Other={"A1": 1}))
    with pytest.raises(LayoutChanged, match=r"harbor\.xlsx, sheet 'Harbor': expected a sheet of at most"):
        book.sheet("Harbor")
    assert book.sheet("Other").numbers[0, 0] == 1


def test_white_space_is_folded_and_alone_is_blank() -> None:
    page = sheet(["  a\u00a0 b\n", " ", "", 0, False], ["c", 1, "\n", "", ""])
    assert [*page.strings] == [(0, 0, "a b"), (1, 0, "c")]
    assert page.rows[0][:2] == ["a b", ""]
    assert page.filled.tolist() == [[True, False, False, True, True], [True, True, False, False, False]]
    assert [page.is_blank(0, 1, 3), page.is_blank(0, 1, 4), page.is_blank(1, 2, 99)] == [True, False, True]
    assert (page.figures(0, 0, 9), page.figures(1, 0, 9), page.figures(7, 0, 9)) == ([3], [1], [])


def test_dates_and_flags_are_no_numbers() -> None:
    found = Workbook.open(document(Harbor={"A1": date(2025, 2, 3), "B1": True, "C1": 1, "D1": 0.5})).sheet("Harbor")
    assert found.numeric.tolist() == [[False, False, True, True]]
    assert found.label(0, 0) == "2025-02-03"
    assert found.label(0, 3) == "0.5"


def test_the_save_is_in_utc() -> None:
    assert Workbook.open(document(Harbor={"A1": 1})).package.saved_at == datetime(2025, 2, 3, 20)  # noqa: DTZ001


def test_hidden_sheets_are_listed_apart() -> None:
    made = openpyxl.Workbook()
    made.create_sheet("Old").sheet_state = "hidden"
    made.create_sheet("Older").sheet_state = "veryHidden"
    book = Workbook.open(Document(pack(made, SAVED), "x.xlsx"))
    assert (book.sheet_names, book.package.hidden) == (["Sheet"], ["Old", "Older"])


def test_bytes_that_are_no_zip() -> None:
    with pytest.raises(BadContent, match=r"page\.xlsx: expected an xlsx workbook \(a zip\); found an HTML page"):
        Workbook.open(Document(b"<html>", "https://example.org/page.xlsx"))


def test_tables_side_by_side_end_at_each_other_and_at_a_blank_row() -> None:
    page = sheet(
        ["T one", "", "", "T two", ""],
        ["", "a", "b", "", "c"],
        ["x", 1, 2, "u", 5],
        ["y", 3, 4, "", ""],
        ["", "", "", "", ""],
        ["z", 9, 9, "", ""],
    )
    one, two = grids(page, re.compile("T ").match)
    assert (one.title, one.left, one.right, one.header, one.body) == ("T one", 0, 3, 1, [2, 3])
    assert (two.title, two.left, two.right, two.header, two.body) == ("T two", 3, 5, 1, [2])
    assert one.headers() == [(1, "a"), (2, "b")]


def test_a_title_that_begins_beside_the_rows_of_another_cuts_it() -> None:
    page = sheet(["T one", "", "", ""], ["", "a", "", ""], ["x", 1, "T two", ""], ["y", 2, "", "c"], ["z", 3, "u", 4])
    one, two = grids(page, re.compile("T ").match)
    assert (one.right, one.body) == (2, [2, 3, 4])
    assert (two.left, two.header, two.body) == (2, 3, [4])


def test_a_title_directly_below_a_table_ends_it() -> None:
    one, two = grids(sheet(["T one"], ["head"], ["x"], ["T two"], ["head"], ["y"]), re.compile("T ").match)
    assert (one.body, two.body) == ([2], [5])


def test_a_title_on_the_last_row_has_no_body() -> None:
    (grid,) = grids(sheet(["x"], ["T one"]), re.compile("T ").match)
    assert grid.body == []
    assert grid.headers() == []


def test_a_header_merged_over_several_columns_stands_for_the_filled_one() -> None:
    (grid,) = grids(sheet(["T", "", ""], ["Name", "Total", ""], ["x", "", 5]), re.compile("T$").match)
    assert grid.columns() == [(0, "Name"), (2, "Total")]


def test_labels_printed_once_are_repeated() -> None:
    assert fill_down([("A", "x"), ("", "y"), ("B", ""), ("", "z")]) == [("A", "x"), ("A", "y"), ("B", ""), ("B", "z")]


SAID = r"(?:through|snapshot as(?: of)?)\D{0,4}(\d\S*)"
FAMILIES = {"boats": ("Boats", "Boat data"), "crews": ("Crews", "Crew data"), "cargo": ("Cargo", "Cargo data")}


def test_footnotes_give_each_family_its_day() -> None:
    page = sheet(
        ["Term", "Definition"],
        ["FY2025 Boats", "Prose."],
        ["", "Boat data are updated through 01/25/2025 (run 01/27/2025)."],
        ["Crews", "Crew data are a snapshot as of 1/26/2025."],
        ["Cargo", "Cargo data are updated through 01/25/2025"],
    )
    notes = Footnotes(page, date(2025, 2, 3), FAMILIES, SAID)
    assert notes.days == {"boats": date(2025, 1, 25), "crews": date(2025, 1, 26), "cargo": date(2025, 1, 25)}
    assert notes.commonest == date(2025, 1, 25)
    assert notes.slips == []


@pytest.mark.parametrize("day", ["02/25/2025", "101/25/2025"])
def test_a_day_that_cannot_be_is_a_slip(day: str) -> None:
    sentence = f"Boat data are updated through {day} (run)."
    notes = Footnotes(sheet(["Boats", sentence]), date(2025, 2, 3), FAMILIES, SAID)
    assert notes.days == {}
    assert notes.slips == [Slip(0, day, sentence, date(2025, 2, 3))]


def test_a_block_with_parts_is_read_below_its_line() -> None:
    page = sheet(
        ["Boats", "For red boats:"],
        ["", "Boat data are updated through 1/1/2025"],
        ["", "For blue boats:"],
        ["", "Boat data are updated through 1/2/2025"],
    )
    notes = Footnotes(page, None, {}, SAID)
    assert notes.find("Boats", "Boat data", below="For blue").day == date(2025, 1, 2)
    assert notes.find("Boats", "Boat data", below="For red").day == date(2025, 1, 1)
    assert notes.find("Boats", "Boat data", below="For green").day == date(2025, 1, 1)  # the block has no such part


def test_a_workbook_without_footnotes_has_no_days() -> None:
    assert Footnotes(None, None, FAMILIES).commonest is None


def test_links_are_told_by_their_cells() -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Harbor"
    page["A1"], page["A2"], page["B3"] = "plain", "link", "within"
    page["A2"].hyperlink = "https://example.org/a.pdf"
    page["B3"].hyperlink = openpyxl.worksheet.hyperlink.Hyperlink(ref="B3", location="'Other'!A1")
    found = Workbook.open(Document(pack(book, SAVED), "https://example.org/harbor.xlsx")).links("Harbor")
    assert found == {(1, 0): "https://example.org/a.pdf", (2, 1): "#'Other'!A1"}


def test_a_sheet_without_links_has_none() -> None:
    assert Workbook.open(document(Harbor={"A1": "hyperlink"})).links("Harbor") == {}
