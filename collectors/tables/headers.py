"""The header of a titled table ▶ the columns that hold its figures, and the rows below it.

Columns are words that the declaration knows, or periods. A header that cannot be read is `LayoutChanged`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile

from collectors.errors import LayoutChanged
from collectors.media.sheet import Sheet
from collectors.tables.axes import PROVISIONAL, Axis, Line, Measure
from collectors.tables.declared import CalendarMonths, FiscalMonths, Header, Titled, Words, YearsAcross
from collectors.tables.grid import Grid
from collectors.tables.periods import (
    Period,
    day_after,
    fiscal_years,
    month,
    month_and_year,
    month_number,
)
from collectors.tables.sheets import TableReading

_MARK = re.compile(r"(?<=[a-z])[\d*†‡¹²³]+$")


def header_of(reading: TableReading, table: Titled, grid: Grid) -> Header:
    """The columns that hold figures."""
    match table.columns:
        case FiscalMonths(totals):
            return _fiscal_months(reading, grid, totals)
        case YearsAcross():
            return _years_across(reading, grid)
        case CalendarMonths(partial):
            return _calendar_months(reading, grid, partial)
    if callable(table.columns):
        return table.columns(reading, grid)
    if table.headless and not any(reading.sheet.text(grid.header, c) for c in range(grid.left + 1, grid.right)):
        # A label alone, or one with its figure, is a row already.
        reading.tell(
            "header_missing",
            f"The table {grid.title!r} has no header over its figures: they are read as {table.headless!r}.",
            (grid.header, grid.left + 1),
            expected=table.headless,
            found="a blank one",
        )
        return Header(Axis([grid.left + 1], [table.headless], [""]), [grid.header, *grid.body])
    return Header(_worded(reading, grid, table.columns, table.measure), grid.body)


def without_neighbour(table: Titled, grid: Grid) -> Grid:
    """The table without what stands beside it and has lost its title: behind a blank column, under a header that is
    none of its own, or one that it has already."""
    words, sheet = table.columns, grid.sheet
    if not isinstance(words, Mapping) or not grid.body:
        return grid
    filled = sheet.filled[[grid.header, *grid.body]].any(axis=0)
    if not (filled[grid.left + 1 : grid.right] > filled[grid.left : grid.right - 1]).any():  # none behind a blank one
        return grid
    figures = sheet.numeric[grid.body].any(axis=0)
    had: list[tuple[str, Measure | None]] = []
    for c in range(grid.left, grid.right):
        word = _known(sheet.label(grid.header, c), words)
        behind_blank = filled[c] and c > grid.left and not filled[c - 1] and figures[grid.left : c].any()
        if behind_blank and (word is None or words[word] in had):
            body = takewhile(lambda row: not sheet.is_blank(row, grid.left, c), grid.body)  # noqa: B023
            return replace(grid, right=c, body=[*body])
        if word is not None:
            had.append(words[word])
    return grid


def _worded(reading: TableReading, grid: Grid, words: Words, measure: Measure | None) -> Axis:
    printed = [(c, label, _known(label, words)) for c, label in grid.columns()]
    known = [(c, label, *words[word]) for c, label, word in printed if word is not None]
    while len(known) > 1 and _holds_labels(reading.sheet, grid, known[0][0]):
        known.pop(0)  # the header over the labels is one of the words that stand over figures (`Removals`)
    first = known[0][0] if known else grid.right
    if not known or any(c > first and word is None for c, _, word in printed):
        raise unreadable(reading, grid, "headers among " + ", ".join(words))
    return Axis.of(Line(c, label, key, None, own or measure) for c, label, key, own in known)


def _known(label: str, words: Words) -> str | None:
    """The word that a header is, the mark of a footnote behind it apart: `CBP1`."""
    word = label.lower()
    plain = word if word in words else _MARK.sub("", word)
    return plain if plain in words else None


def _holds_labels(sheet: Sheet, grid: Grid, column: int) -> bool:
    return not sheet.numeric[grid.body, column].any() and any(len(sheet.text(r, column)) > 3 for r in grid.body)


def unreadable(reading: TableReading, grid: Grid, expected: str) -> LayoutChanged:
    printed = ", ".join(label for _, label in grid.headers()) or "(none)"
    return reading.changed(f"table {grid.title!r}", expected, f"the headers {printed}")


def _fiscal_months(reading: TableReading, grid: Grid, totals: Sequence[str]) -> Header:
    """October to September of a fiscal year, side by side, then the year to date."""
    cells = [(c, label, month_number(label)) for c, label in grid.columns()]
    cells = [(c, label, n) for c, label, n in cells if n or label.lower() in totals]
    if [n for _, _, n in cells] != [10, 11, 12, *range(1, 10), None] or cells[-1][0] - cells[0][0] != 12:
        raise unreadable(reading, grid, "the months Oct to Sep and a total, side by side")
    # Their periods: `dating`, which knows the year.
    return Header(Axis.of(Line(c, label) for c, label, _ in cells), grid.body)


def _years_across(reading: TableReading, grid: Grid) -> Header:
    """Fiscal years, the newest of them to date."""
    cells = grid.headers()[1:]
    if not cells or not all(fiscal_years(label) for _, label in cells):
        raise unreadable(reading, grid, "a fiscal year in each column")
    return Header(Axis.of(Line(c, label) for c, label in cells), grid.body)  # their periods: `dating.to_date`


def _calendar_months(reading: TableReading, grid: Grid, partial: str) -> Header:
    """Months as dates, or as texts: `Sep-2024 (Thru 9/11)`, which `partial` tells to be a part of one. Where a month is
    printed twice, the later column is the next one's, and a person is told."""
    lines: list[Line] = []
    for c, label in grid.headers():
        period = _month(reading.sheet.rows[grid.header][c], label)
        if period and lines and lines[-1].period == period:
            period = _month_after(reading, period, (grid.header, c))
        if period:
            lines.append(Line(c, label, "", period))
    if not lines:
        raise unreadable(reading, grid, "a row of months")
    axis = Axis.of(lines)
    parts = [k for k, label in enumerate(axis.labels) if partial and partial in label.lower()]
    return Header(replace(axis, status=dict.fromkeys(parts, PROVISIONAL)), grid.body)


def _month(cell: object, label: str) -> Period | None:
    return month(cell.year, cell.month) if isinstance(cell, date) else month_and_year(label)


def _month_after(reading: TableReading, period: Period, at: tuple[int, int]) -> Period:
    following = day_after(period.over)
    reading.tell(
        "header_slipped",
        f"The month {period.id} is printed twice; the later column is the next month.",
        at,
        expected=f"{following:%Y-%m}",
        found=period.id,
    )
    return month(following.year, following.month)
