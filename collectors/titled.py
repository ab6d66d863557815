"""Tables that are found by their title on a sheet: what a source declares of each (`Titled`), and how they are read.

A title starts a table; the row below it is the header, the rows down to a blank one the body. Columns are months of a
fiscal year, or words that the declaration knows. A header that cannot be read, or a figure under no header, is
`LayoutChanged`: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from collectors.errors import LayoutChanged
from collectors.periods import Period, calendar_month, fiscal_year, fiscal_years, month, month_number
from collectors.tables import CANNOT_EXIST, MISSING, Axis, Block, Measure, Statements, zero_columns
from collectors.workbook import Grid, Sheet, fill_down, grids

#: printed column header, in lower case ▶ (its part of the series key, its measure where it is not the table's)
Columns = Mapping[str, tuple[str, Measure | None]]
UNLABELLED = "unlabelled"  # a row that prints figures and no label
MONTHS: Columns = {}  # October to September, then the year to date
_MONTHS: Sequence[int | None] = (10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9, None)


@dataclass(frozen=True)
class Titled:
    """A table of a source: what it counts, and what stands on its axes."""

    dataflow: str
    title: str  # regular expression, from the first word on
    measure: Measure
    #: the dimensions of the label columns; or the two levels of one label column, where `inner` names the lower ones.
    #: `fiscal_year` is no dimension but the period of the row; `_` is a label column that is none either.
    rows: tuple[str, ...]
    columns: Columns
    through: str  # the family of footnotes that tells how far the data run
    inner: frozenset[str] = frozenset()  # in lower case
    stock: bool = False  # people on a day, not events of a period
    constant: str = ""  # a part of every series key: the definition, where one dataflow changed its meaning
    required: bool = True  # every edition has it


class Tables:
    """The titled tables of a sheet, ready to be looked up by a printed title."""

    def __init__(self, *tables: Titled) -> None:
        self.all = tables
        alternatives = (f"(?P<t{k}>{table.title})" for k, table in enumerate(tables))
        self._pattern = re.compile("|".join(alternatives), re.IGNORECASE)

    def known(self, text: str) -> Titled | None:
        found = self._pattern.match(text)
        return self.all[int(found.lastgroup[1:])] if found and found.lastgroup else None


class Reading(Protocol):
    """What the reader of a source knows of the sheet that is being read."""

    @property
    def sheet(self) -> Sheet: ...
    @property
    def out(self) -> Statements: ...
    @property
    def judged_by(self) -> date | None: ...

    def changed(self, table: str, expected: str, found: str) -> LayoutChanged: ...
    def value(self, dimension: str, label: str) -> str: ...
    def year(self, grid: Grid) -> int: ...
    def through(self, table: Titled, grid: Grid, year: int | None) -> date | None: ...
    def on(self, table: Titled, grid: Grid, rows: Axis, columns: Axis) -> tuple[Period, date | None]: ...


def read_tables(reading: Reading, tables: Tables, *, complete: bool) -> None:
    """Reads every table of the sheet whose title is known. Raises LayoutChanged where a header cannot be read and, if
    the sheet is to be `complete`, where a required table is not there."""
    found = set()
    for grid in grids(reading.sheet, tables.known):
        table = tables.known(grid.title)
        assert table is not None
        found.add(table.dataflow)
        _read(reading, table, grid)
    missing = [table for table in tables.all if table.required and table.dataflow not in found]
    if complete and missing:
        candidates = [text for _, _, text in reading.sheet.strings if 24 < len(text) < 160][:24]
        raise reading.changed(
            f"table {missing[0].dataflow}", f"a title like {missing[0].title!r}", "the texts " + "; ".join(candidates)
        )


def _read(reading: Reading, table: Titled, grid: Grid) -> None:
    columns, months = _columns(reading, table, grid)
    rows, labels = _body(reading, table, grid, columns)
    if not rows:
        reading.out.notice(
            "empty_table",
            f"The table {grid.title!r} prints no figure.",
            sheet=reading.sheet.name,
            at=(grid.row, grid.left),
            expected="figures",
            found="none",
        )
        return
    axis = _rows(reading, table, rows, labels)
    if "fiscal_year" not in table.rows:
        _add(reading, table, grid, axis, columns, months, None)
        return
    years = [fiscal_years(row[table.rows.index("fiscal_year")]) for row in labels]
    if not all(years):
        raise reading.changed(
            f"table {grid.title!r}", "a fiscal year in each row", "the rows " + ", ".join(axis.labels)
        )
    for year in dict.fromkeys(found[0] for found in years):
        at = [k for k, found in enumerate(years) if found[0] == year]
        part = Axis([axis.positions[k] for k in at], [axis.labels[k] for k in at], [axis.keys[k] for k in at])
        _add(reading, table, grid, part, columns, months, year)


def _columns(reading: Reading, table: Titled, grid: Grid) -> tuple[Axis, Sequence[int | None]]:
    """The columns that hold figures, and for each the number of its month."""
    cells = grid.columns()
    words = [(c, label, label.lower()) for c, label in cells]
    if table.columns is MONTHS:
        found = [(c, label, month_number(word)) for c, label, word in words]
        found = [(c, label, n) for c, label, n in found if n or label.lower() in ("total", "fy overall")]
        if tuple(n for _, _, n in found) != _MONTHS or found[-1][0] - found[0][0] != 12:
            raise _header(reading, grid, "the months Oct to Sep and a total, side by side")
        return Axis([c for c, _, _ in found], [label for _, label, _ in found], [""] * 13), _MONTHS
    known = [(c, label, table.columns[word]) for c, label, word in words if word in table.columns]
    while len(known) > 1 and _holds_labels(reading.sheet, grid, known[0][0]):
        known.pop(0)  # the header over the labels is one of the words that stand over figures (`Removals`)
    first = known[0][0] if known else grid.right
    if not known or any(c > first and word not in table.columns for c, _, word in words):
        raise _header(reading, grid, "headers among " + ", ".join(table.columns))
    measures = [measure or table.measure for _, _, (_, measure) in known]
    axis = Axis([c for c, _, _ in known], [label for _, label, _ in known], [key for _, _, (key, _) in known])
    axis.measures = measures
    return axis, [None] * len(known)


def _holds_labels(sheet: Sheet, grid: Grid, column: int) -> bool:
    return not sheet.numeric[grid.body, column].any() and any(len(sheet.text(r, column)) > 3 for r in grid.body)


def _header(reading: Reading, grid: Grid, expected: str) -> LayoutChanged:
    printed = ", ".join(label for _, label in grid.headers()) or "(none)"
    return reading.changed(f"table {grid.title!r}", expected, f"the headers {printed}")


def _body(reading: Reading, table: Titled, grid: Grid, columns: Axis) -> tuple[list[int], list[tuple[str, ...]]]:
    """The rows that print a figure, with their labels, one for each of `table.rows`. None where the rows are there, but
    blank: the publisher has not filled them in."""
    sheet, first = reading.sheet, min(columns.positions)
    filled = [c for c in range(grid.left, first) if any(sheet.text(r, c) for r in grid.body)]
    label_columns = filled[: 1 if table.inner else len(table.rows)]
    rows = [r for r in grid.body if not sheet.is_blank(r, first, grid.right)]
    if not grid.body:
        raise reading.changed(f"table {grid.title!r}", "rows with figures under the header", "none")
    if not rows:
        return [], []
    loose = sheet.numeric[rows[0] : rows[-1] + 1, grid.left : grid.right].copy()
    loose[:, [c - grid.left for c in columns.positions]] = False
    if loose.any():
        r, c = (int(found[0]) for found in loose.nonzero())
        where = f"a figure without one in row {rows[0] + r + 1}, column {grid.left + c + 1}"
        raise _header(reading, grid, f"every figure under a header; {where}")
    labels = [tuple(sheet.text(r, c) for c in label_columns) for r in rows]
    return rows, labels if table.inner else fill_down(labels)


def _rows(reading: Reading, table: Titled, rows: list[int], labels: Sequence[tuple[str, ...]]) -> Axis:
    levels = _two_levels([row[0] for row in labels], table.inner) if table.inner else labels
    keys = []
    for row in levels:
        pairs = [
            f"{name}={reading.value(name, label or 'Total')}"
            for name, label in zip(table.rows, row, strict=False)
            if name not in ("fiscal_year", "_")
        ]
        keys.append(",".join([table.constant, *pairs] if table.constant else pairs))
    words = [" / ".join(label for label in row if label) for row in levels]
    return Axis(rows, words, keys)


def _two_levels(column: Sequence[str], inner: Container[str]) -> list[tuple[str, str]]:
    """Two levels in one label column, an outer row and then its inner ones: (outer, inner) of each, inner '' for the
    outer row itself.

    A row without a label is an inner one if an inner one follows that its outer row does not have yet.
    """
    pairs: list[tuple[str, str]] = []
    outer, had = "", set()
    for label, following in zip(column, [*column[1:], ""], strict=True):
        words = label.lower(), following.lower()
        if words[0] in inner or (not label and words[1] in inner and words[1] not in had):
            pairs.append((outer, label or UNLABELLED))
            had.add(words[0])
        else:
            outer, had = label or UNLABELLED, set()
            pairs.append((outer, ""))
    return pairs


def _add(
    reading: Reading,
    table: Titled,
    grid: Grid,
    rows: Axis,
    columns: Axis,
    months: Sequence[int | None],
    stacked: int | None,
) -> None:
    block = Block(reading.sheet, table.dataflow, grid.title, rows, columns, measure=table.measure)
    if table.stock:
        block.period, block.data_through = reading.on(table, grid, rows, columns)
    else:
        year = stacked or reading.year(grid)
        through = reading.through(table, grid, None if stacked else year)
        to_date = fiscal_year(year, through)
        periods = [month(*calendar_month(year, n)) if n else to_date for n in months]
        status = _no_figures(reading, rows, columns, periods, through) if any(months) else {}
        block.columns = Axis(columns.positions, columns.labels, columns.keys, periods, columns.measures, status)
        block.data_through, block.judged_by = through, reading.judged_by
    reading.out.add(block)


def _no_figures(
    reading: Reading, rows: Axis, columns: Axis, periods: Sequence[Period], through: date | None
) -> dict[int, int]:
    """The zeros that are none: of trailing months in which every row prints 0 (still to come), and of a year that is
    over and prints nothing but 0 (not filled in)."""
    zero = zero_columns(reading.sheet, rows.positions, columns.positions)
    judged_by = through or reading.judged_by
    if all(zero) and judged_by and periods[-1].over <= judged_by:
        return dict.fromkeys(range(len(periods)), MISSING)
    status: dict[int, int] = {}
    for k in reversed(range(len(periods) - 1)):
        if not zero[k] or (through and periods[k].over <= through):
            break
        status[k] = CANNOT_EXIST
    return status
