"""Tables that are found by their title on a sheet: what a source declares of each (`Titled`), and how they are read.

A title starts a table; the row below it is the header, the rows down to a blank one the body. Columns are words that
the declaration knows, or periods; rows are labels, fiscal years, or measures. A header that cannot be read, or a figure
under no header, is `LayoutChanged`: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from collectors.errors import LayoutChanged
from collectors.media.workbook import Grid, Sheet, fill_down, grids
from collectors.tables.periods import (
    Period,
    calendar_month,
    day,
    day_after,
    fiscal_year,
    fiscal_years,
    half_month,
    month,
    month_and_year,
    month_number,
    us_dates,
)
from collectors.tables.statements import CANNOT_EXIST, MISSING, PROVISIONAL, Axis, Block, Line, Measure, numbered, zeros
from collectors.tables.workbooks import Family, Reading

#: printed column header, in lower case ▶ (its part of the series key, its measure where it is not the table's)
Words = Mapping[str, tuple[str, Measure | None]]
#: or the reader of a header of periods: `fiscal_months`, `years_across`, `calendar_months`, `half_months`
Columns = Words | Callable[[Reading, Grid], Axis]
UNLABELLED = "unlabelled"  # a row that prints figures and no label


@dataclass(frozen=True)
class Titled:
    """A table of a source: what it counts, and what stands on its axes."""

    dataflow: str
    title: str  # regular expression, from the first word on
    measure: Measure | None  # None where each row or column has its own
    #: the dimensions of the label columns; or the two levels of one label column, where `inner` names the lower ones,
    #: or an upper one stands on a row of its own (`banded`). `fiscal_year` is no dimension but the period of the row;
    #: `_` is a label column that is none either.
    rows: tuple[str, ...]
    columns: Columns
    through: Family = ""  # what tells how far the data run
    inner: frozenset[str] = frozenset()  # in lower case
    outer: frozenset[str] = frozenset()  # in lower case: another label than these and the inner ones is LayoutChanged,
    adds_up: bool = False  # or a new one where the inner rows below it add up to it
    banded: bool = False
    #: rows that are no dimension but measures: pattern of the label ▶ part of the series key, measure
    lines: Sequence[tuple[str, str, Measure]] = ()
    stock: bool = False  # people on a day, not events of a period
    period: Callable[[str], Period | None] | None = None  # the title is a period, and what follows it a remark
    constant: str = ""  # a part of every series key: the definition, where one dataflow changed its meaning
    headless: str = ""  # what stands over the figures, where the publisher may have left out the header row
    required: bool = True  # every edition has it


class Tables:
    """The titled tables of a sheet. `complete` and `present` are readers of it (`reading.Layout.sheets`)."""

    def __init__(self, *tables: Titled) -> None:
        self.all = tables
        alternatives = (f"(?P<t{k}>{table.title})" for k, table in enumerate(tables))
        self._known = re.compile("|".join(alternatives), re.IGNORECASE).match

    def present(self, reading: Reading) -> Iterator[Block]:
        """Every table of the sheet whose title is known. Raises LayoutChanged where a header cannot be read."""
        for table, grid in self._found(reading.sheet):
            yield from _blocks(reading, table, grid)

    def complete(self, reading: Reading) -> Iterator[Block]:
        """The same; raises LayoutChanged also where a required table is not there."""
        there = set()
        for table, grid in self._found(reading.sheet):
            there.add(table.dataflow)
            yield from _blocks(reading, table, grid)
        missing = next((table for table in self.all if table.required and table.dataflow not in there), None)
        if missing:
            candidates = [*dict.fromkeys(text for _, _, text in reading.sheet.strings if 32 < len(text) < 160)][:24]
            expected, printed = f"a title like {missing.title!r}", "the texts " + "; ".join(candidates)
            raise reading.changed(f"table {missing.dataflow}", expected, printed)

    def _found(self, sheet: Sheet) -> Iterator[tuple[Titled, Grid]]:
        for grid in grids(sheet, self._known):
            if (found := self._known(grid.title)) and found.lastgroup:
                table = self.all[int(found.lastgroup[1:])]
                if table.period:
                    grid.title = found[0]
                yield table, grid


def _blocks(reading: Reading, table: Titled, grid: Grid) -> Iterator[Block]:
    """A table, its figures and what they are of; more than one block where a table of months has rows of several fiscal
    years, none where it prints no figure."""
    columns = _columns(reading, table, grid)
    rows, labels = _body(reading, table, grid, columns)
    if not rows:
        reading.out.notice(
            "empty_table",
            f"The table {grid.title!r} prints no figure.",
            sheet=reading.sheet.name,
            at=grid.at,
            expected="figures",
            found="none",
        )
        return
    axis = _measured(reading, table, grid, rows) if table.lines else _labelled(reading, table, rows, labels)
    block = Block(reading.sheet, table.dataflow, grid.title, axis, columns, measure=table.measure)
    if "fiscal_year" in table.rows:
        yield from _years_down(reading, table, grid, block, [row[table.rows.index("fiscal_year")] for row in labels])
        return
    _date(reading, table, grid, block)
    yield block


# ── Columns ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def _columns(reading: Reading, table: Titled, grid: Grid) -> Axis:
    """The columns that hold figures."""
    if callable(table.columns):
        return table.columns(reading, grid)
    if table.headless and not any(reading.sheet.text(grid.header, c) for c in range(grid.left + 1, grid.right)):
        grid.body.insert(0, grid.header)  # a label alone, or one with its figure, is a row already
        return Axis([grid.left + 1], [table.headless], [""])
    words = [(c, label, label.lower()) for c, label in grid.columns()]
    known = [(c, label, *table.columns[word]) for c, label, word in words if word in table.columns]
    while len(known) > 1 and _holds_labels(reading.sheet, grid, known[0][0]):
        known.pop(0)  # the header over the labels is one of the words that stand over figures (`Removals`)
    first = known[0][0] if known else grid.right
    if not known or any(c > first and word not in table.columns for c, _, word in words):
        raise _header(reading, grid, "headers among " + ", ".join(table.columns))
    return Axis.of(Line(c, label, key, None, measure or table.measure) for c, label, key, measure in known)


def _holds_labels(sheet: Sheet, grid: Grid, column: int) -> bool:
    return not sheet.numeric[grid.body, column].any() and any(len(sheet.text(r, column)) > 3 for r in grid.body)


def _header(reading: Reading, grid: Grid, expected: str) -> LayoutChanged:
    printed = ", ".join(label for _, label in grid.headers()) or "(none)"
    return reading.changed(f"table {grid.title!r}", expected, f"the headers {printed}")


def fiscal_months(reading: Reading, grid: Grid) -> Axis:
    """October to September of a fiscal year, side by side, then the year to date."""
    cells = [(c, label, month_number(label)) for c, label in grid.columns()]
    cells = [(c, label, n) for c, label, n in cells if n or label.lower() in ("total", "fy overall")]
    if [n for _, _, n in cells] != [10, 11, 12, *range(1, 10), None] or cells[-1][0] - cells[0][0] != 12:
        raise _header(reading, grid, "the months Oct to Sep and a total, side by side")
    return Axis.of(Line(c, label) for c, label, _ in cells)  # their periods: `_months`, which knows the year


def years_across(reading: Reading, grid: Grid) -> Axis:
    """Fiscal years, the newest of them to date."""
    cells = grid.headers()[1:]
    if not cells or not all(fiscal_years(label) for _, label in cells):
        raise _header(reading, grid, "a fiscal year in each column")
    return Axis.of(Line(c, label) for c, label in cells)  # their periods: `_date`, which knows the day


def calendar_months(reading: Reading, grid: Grid) -> Axis:
    """Months as dates, or as texts: `Sep-2024 (Thru 9/11)`, which is a part of one. Where a month is printed twice, the
    later column is the next one's, and a person is told."""
    sheet, lines = reading.sheet, list[Line]()
    for c, label in grid.headers():
        cell = sheet.rows[grid.header][c]
        period = month(cell.year, cell.month) if isinstance(cell, date) else month_and_year(label)
        if period and lines and lines[-1].period == period:
            following = day_after(period.over)
            reading.out.notice(
                "header_slipped",
                f"The month {period.id} is printed twice; the later column is the next month.",
                sheet=sheet.name,
                at=(grid.header, c),
                expected=f"{following:%Y-%m}",
                found=period.id,
            )
            period = month(following.year, following.month)
        if period:
            lines.append(Line(c, label, "", period))
    if not lines:
        raise _header(reading, grid, "a row of months")
    axis = Axis.of(lines)
    axis.status = {k: PROVISIONAL for k, label in enumerate(axis.labels) if "thru" in label.lower()}
    return axis


def half_months(reading: Reading, grid: Grid) -> Axis:
    """Three rows of headers: a band of years, months, `mid` or `end`; a column is the 15th or the last day of a month.

    The first year counts, one more with each January: the others are sometimes wrong, and none of them is a figure.
    """
    sheet, lines = reading.sheet, list[Line]()
    years = {c: int(sheet.numbers[grid.header, c]) for c in sheet.figures(grid.header, grid.left, grid.right)}
    year, number, name = 0, 0, ""
    for c in range(grid.left + 1, grid.right):
        named, when = sheet.text(grid.header + 1, c), sheet.text(grid.header + 2, c)
        if when and (n := month_number(named)):
            year = year + 1 if n < number else year or years.get(c, 0)
            number, name = n, named
        if when and (not number or not year or when not in ("mid", "end")):
            found = f"{year or '?'} {name or '?'} {when!r} over column {c + 1}"
            raise reading.changed(f"table {grid.title!r}", "a year, a month, and mid or end over each column", found)
        if when:
            lines.append(Line(c, f"{year} {name} {when}", "", half_month(when, year, number)))
    for c in years:
        reading.out.omit(sheet, grid.header, c, "year as a header")
    del grid.body[:2]
    return Axis.of(lines)


# ── Rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def _body(reading: Reading, table: Titled, grid: Grid, columns: Axis) -> tuple[list[int], list[tuple[str, ...]]]:
    """The rows that print a figure, with their labels, one for each of `table.rows`. None where the publisher has not
    filled them in: rows that are blank, or a block of its own period without rows."""
    sheet, first = reading.sheet, min(columns.positions)
    rows = [r for r in grid.body if not sheet.is_blank(r, first, grid.right)]
    if not grid.body and not table.period:
        raise reading.changed(f"table {grid.title!r}", "rows with figures under the header", "none")
    if not rows:
        return [], []
    figures = sheet.numeric[rows[0] : rows[-1] + 1]
    printed = figures[:, grid.left : grid.right].any(axis=0).nonzero()[0].tolist()
    if loose := [grid.left + c for c in printed if grid.left + c not in columns.positions]:
        row = rows[0] + int(figures[:, loose[0]].argmax())
        where = f"a figure without one in row {row + 1}, column {loose[0] + 1}"
        raise _header(reading, grid, f"every figure under a header; {where}")
    if table.banded:
        return rows, _under_bands(sheet, grid, set(rows))
    filled = [c for c in range(grid.left, first) if any(sheet.text(r, c) for r in grid.body)]
    label_columns = filled[: 1 if table.inner else len(table.rows)]
    # A row without figures still has its label: what stands below it belongs to it, not to the row above.
    labels = [tuple(sheet.text(r, c) for c in label_columns) for r in grid.body]
    if table.inner:
        labels = _two_levels([row[0] for row in labels], table.inner)
        _known_outer(reading, table, grid, columns, labels)
    elif len(label_columns) > 1:
        labels = fill_down(labels)
    with_figures = set(rows)
    return rows, [row for r, row in zip(grid.body, labels, strict=True) if r in with_figures]


def _known_outer(reading: Reading, table: Titled, grid: Grid, columns: Axis, labels: Sequence[tuple[str, ...]]) -> None:
    """Raises LayoutChanged for a label on neither level: taken for an outer one it would take the rows below it along.
    Of counts, a new outer row is believed where the rows below it add up to it."""
    sheet, first = reading.sheet, columns.positions[0]
    for k, (outer, inner) in enumerate(labels):
        row = grid.body[k]
        known = inner or outer.lower() in table.outer or outer == UNLABELLED
        if known or not sheet.figures(row, grid.left, grid.right):
            continue
        parts = takewhile(lambda j: labels[j][1], range(k + 1, len(labels)))
        counted = [sheet.numbers[grid.body[j], first] for j in parts]
        if not table.adds_up or not counted or sum(counted) != sheet.numbers[row, first]:
            expected = "a label among " + ", ".join(sorted(table.outer | table.inner))
            raise reading.changed(f"table {grid.title!r}", expected, f"{outer!r} in row {row + 1}")


def _labelled(reading: Reading, table: Titled, rows: list[int], labels: Sequence[tuple[str, ...]]) -> Axis:
    dimensions = [(k, name) for k, name in enumerate(table.rows) if name not in ("fiscal_year", "_")]
    keys: list[str] = []
    for position, row in zip(rows, labels, strict=True):
        at = (position, 0)
        pairs = [f"{name}={reading.value(name, row[k] or 'Total', at)}" for k, name in dimensions if k < len(row)]
        keys.append(",".join([table.constant, *pairs] if table.constant else pairs))
    words = [" / ".join(label for label in row if label) for row in labels]
    return Axis(rows, words, keys if "fiscal_year" in table.rows else numbered(keys))


def _measured(reading: Reading, table: Titled, grid: Grid, rows: list[int]) -> Axis:
    """Rows of which each counts something else."""
    lines = []
    for row in rows:
        label = reading.sheet.text(row, grid.left)
        known = next(((key, measure) for pattern, key, measure in table.lines if re.match(pattern, label)), None)
        if known is None:
            expected = "rows among " + ", ".join(repr(pattern) for pattern, _, _ in table.lines)
            raise reading.changed(f"table {grid.title!r}", expected, f"the row {label!r}")
        lines.append(Line(row, label, known[0], None, known[1]))
    return Axis.of(lines)


def _under_bands(sheet: Sheet, grid: Grid, rows: Container[int]) -> list[tuple[str, ...]]:
    """The labels of the rows that print figures, each with the label alone on its row that stands above it."""
    labels, band = list[tuple[str, ...]](), ""
    for row in grid.body:
        label = sheet.text(row, grid.left)
        if row in rows:
            labels.append((band, label) if band else (label,))
        else:
            band = label
    return labels


def _two_levels(column: Sequence[str], inner: Container[str]) -> list[tuple[str, ...]]:
    """Two levels in one label column, an outer row and then its inner ones: (outer, inner) of each, inner '' for the
    outer row itself.

    A row without a label is an inner one if an inner one follows that its outer row does not have yet.
    """
    pairs: list[tuple[str, ...]] = []
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


# ── Periods ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def _date(reading: Reading, table: Titled, grid: Grid, block: Block) -> None:
    """The period of a table, or of its columns, and how far its data run."""
    if table.period and (period := table.period(grid.title)):
        block.period, block.data_through = period, period.over
    elif table.stock:
        _on_a_day(reading, table, grid, block)
    elif block.columns.periods:
        block.data_through = reading.through(table.through, grid, block)
        block.columns.status |= _unfilled(block)
    elif table.columns is years_across:
        block.columns.periods, block.data_through = _to_date(reading, table, grid, block, block.columns.labels)
    else:
        year = reading.year(grid.title, grid.at)
        block.data_through = reading.through(table.through, grid, block, year)
        if table.columns is fiscal_months:
            _months(reading, block, year)
        else:
            block.period = fiscal_year(year, block.data_through)
    if not table.stock:
        block.judged_by = reading.judged_by


def _on_a_day(reading: Reading, table: Titled, grid: Grid, block: Block) -> None:
    """The day of a stock: of its title, else of its family, else the workbook's."""
    printed = [] if table.through in reading.layout.days else us_dates(grid.title)
    when = reading.checked(printed[0], None, grid.at) if printed else reading.through(table.through, grid, block)
    known = when or reading.judged_by
    block.period = day(known) if known else fiscal_year(reading.year(grid.title, grid.at))
    block.data_through = when


def _years_down(reading: Reading, table: Titled, grid: Grid, block: Block, labels: Sequence[str]) -> Iterator[Block]:
    """A table with fiscal years in its rows."""
    rows = block.rows
    if not all(fiscal_years(label) for label in labels):
        raise reading.changed(
            f"table {grid.title!r}", "a fiscal year in each row", "the rows " + ", ".join(rows.labels)
        )
    rows.periods, block.data_through = _to_date(reading, table, grid, block, labels)
    block.judged_by = reading.judged_by
    if table.columns is not fiscal_months:
        yield block
        return
    years = [fiscal_years(label)[0] for label in labels]
    for year in dict.fromkeys(years):
        at = [k for k, other in enumerate(years) if other == year]
        part = Axis([rows.positions[k] for k in at], [rows.labels[k] for k in at], [rows.keys[k] for k in at])
        block = replace(block, rows=part, columns=replace(block.columns))
        _months(reading, block, year)
        yield block


def _to_date(
    reading: Reading, table: Titled, grid: Grid, block: Block, labels: Sequence[str]
) -> tuple[list[Period], date | None]:
    """The fiscal years of a table: the newest to date, older ones whole. A printed range of days counts: `FY2022
    (10/1/2021 - 3/31/2022)`."""
    years = [fiscal_years(label)[0] for label in labels]
    newest = max(years)
    through = reading.through(table.through, grid, block, newest)
    ends = (us_dates(label)[1:2] for label in labels)
    return [
        fiscal_year(year, end[0] if end else through, whole=year < newest)
        for year, end in zip(years, ends, strict=True)
    ], through


def _months(reading: Reading, block: Block, year: int) -> None:
    """The months of a fiscal year and the year to date. The zeros of some are no figures: of trailing months in which
    every row prints 0 (still to come), and of a year that is over and prints nothing but 0 (not filled in)."""
    through, columns = block.data_through, block.columns
    periods = [month(*calendar_month(year, n)) for n in range(10, 22)] + [fiscal_year(year, through)]
    columns.periods, columns.status = periods, {}
    zero = zeros(block.sheet, block.rows.positions, columns.positions)
    judged_by = through or reading.judged_by
    if all(zero) and judged_by and periods[-1].over <= judged_by:
        columns.status = dict.fromkeys(range(len(periods)), MISSING)
        return
    for k in reversed(range(len(periods) - 1)):
        if not zero[k] or (through and periods[k].over <= through):
            break
        columns.status[k] = CANNOT_EXIST


def _unfilled(block: Block) -> dict[int, int]:
    """Columns that print 0 in every row: not filled in; after the last filled one, still to come."""
    zero = zeros(block.sheet, block.rows.positions, block.columns.positions)
    numbers = block.sheet.numeric[block.rows.positions]
    filled = [k for k, c in enumerate(block.columns.positions) if not zero[k] and numbers[:, c].any()]
    last, periods, through = max(filled, default=-1), block.columns.periods or [], block.data_through
    to_come = [k > last and not (through and period.over <= through) for k, period in enumerate(periods)]
    return {k: CANNOT_EXIST if to_come[k] else MISSING for k, z in enumerate(zero) if z}
