"""Tables with fiscal years and months down their rows: the year is printed in the row of the whole year alone, its
months stand below, October first. What their columns are says `captions`, what the notes below them say `below`.

The months of a year are whole and in their order, the years follow one another, and the newest ends where the title
says: else the table is refused, for a figure would be another month's.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from itertools import compress
from typing import NamedTuple

from collectors.media.sheet import Sheet
from collectors.tables.axes import Axis, Block, Line, where
from collectors.tables.below import Below
from collectors.tables.captions import Head, Over, columns_of
from collectors.tables.periods import Period, calendar_month, fiscal_year, month, month_and_year, month_number
from collectors.tables.sheets import Area, Found, SheetReading, TableReading
from collectors.tables.years_declared import Printed, YearsDown

_FIRST_MONTH, _MONTHS = 10, 12


class Title(NamedTuple):
    """What a title says of the time of its table; None where it does not say."""

    year: int | None  # the last fiscal year
    month: Period | None  # the last month


class _Row(NamedTuple):
    position: int
    label: str
    year: int
    number: int  # of the month, October being 10 and September 21; 0 for the whole year


class YearsDownTables:
    """The tables of this kind that a source declares; one a sheet, or several one below the other."""

    def __init__(self, printed: Printed, *tables: YearsDown) -> None:
        self.printed, self.all = printed, tables
        alternatives = "|".join(f"(?P<t{k}>{table.title})" for k, table in enumerate(tables))
        self._known = re.compile(rf"(?:{alternatives})\d{{0,2}}(?:{printed.after_title})?", re.IGNORECASE).fullmatch

    def title_of(self, sheet: Sheet) -> Title | None:
        """What the first title of a sheet says of its time; None where no title is known."""
        found = (self._known(text) for _, _, text in sheet.strings)
        return next((_title(one) for one in found if one), None)

    def find(self, reading: SheetReading) -> Iterator[Found]:
        """Every table of the sheet whose title is known, from top to bottom."""
        sheet = reading.sheet
        titles = [(r, text, one) for r, _, text in sheet.strings if (one := self._known(text))]
        edges = [*(row for row, _, _ in titles), sheet.height][1:]
        for (row, text, found), bottom in zip(titles, edges, strict=True):
            table = next(t for k, t in enumerate(self.all) if found[f"t{k}"] is not None)
            area = Area(row, bottom, 0, sheet.width)
            read = partial(_read, printed=self.printed, table=table, area=area, text=text, title=_title(found))
            yield Found(table.dataflow, text, area, read)


def _title(found: re.Match[str]) -> Title:
    said = found.groupdict()
    return Title(
        int(said["last"]) if said.get("last") else None,
        month_and_year(said["month"]) if said.get("month") else None,
    )


def _read(
    reading: TableReading, *, printed: Printed, table: YearsDown, area: Area, text: str, title: Title
) -> list[Block]:
    """The figures of a table. Raises LayoutChanged."""
    head = _head(reading, printed, table, area)
    rows = _rows(reading, printed, table, head)
    head = head._replace(body=[row.position for row in rows])
    below = Below.of(reading.sheet, head.body[-1] + 1, area.bottom, printed)
    columns = columns_of(Over(reading, table, head, below))
    _refuse_shifted(reading, printed, table, rows, columns)
    # months to come may have rows, without a figure in them
    with_figures = reading.sheet.numeric[where(head.body, columns.positions)].any(axis=1).tolist()
    held = [*compress(rows, with_figures)] or rows
    through = _through(reading, printed, table, title, held, columns, below, area)
    for row in rows:
        if not row.number and reading.sheet.numeric[row.position, head.left]:
            reading.read_as_axis([row.position], [head.left])
    axis = Axis.of(Line(row.position, row.label, "", _period(row, held[-1].year, through)) for row in rows)
    _tell_blanks(reading, axis, columns, text)
    return [
        Block(
            reading.sheet, table.dataflow, text, axis, columns, measure=table.measure, data_through=through,
            judged_by=through, marks=below.marks,
        )
    ]  # fmt: skip


def _head(reading: TableReading, printed: Printed, table: YearsDown, area: Area) -> Head:
    """Where the header stands: the row that begins with the two columns of years and months."""
    wanted = printed.year, printed.month
    for r, c, text in reading.sheet.strings:
        beside = reading.sheet.text(r, c + 1).lower()
        if area.top < r < area.bottom and (text.lower(), beside) == wanted:
            span = next((s for s in reading.sheet.merged if (s.top, s.left) == (r, c)), None)
            return Head(area.top, span.bottom if span else r, c, ())
    raise _changed(reading, table, f"a header that begins with {wanted[0]!r}, {wanted[1]!r}", "none below the title")


# ── Rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def _rows(reading: TableReading, printed: Printed, table: YearsDown, head: Head) -> list[_Row]:
    """The rows of the body, down to the first that names no month."""
    sheet, rows = reading.sheet, list[_Row]()
    for r in range(head.row + 1, sheet.height):
        named, year = sheet.text(r, head.left + 1), sheet.label(r, head.left)
        if not named and not sheet.figures(r, head.left + 2, sheet.width):
            break
        rows.append(_row(reading, printed, table, rows, (r, head.left), (year, named)))
    if not rows or not rows[-1].number:
        found = f"none below row {rows[-1].position + 1}" if rows else "none"
        raise _changed(reading, table, "a row for each month", found)
    return rows


def _row(
    reading: TableReading,
    printed: Printed,
    table: YearsDown,
    above: Sequence[_Row],
    at: tuple[int, int],
    words: tuple[str, str],
) -> _Row:
    """One row, which continues those above it."""
    year, named = words
    label, before = " ".join(part for part in words if part), above[-1] if above else None
    said = re.fullmatch(printed.year_label, year) if year else None
    if named.lower() == printed.whole:
        expected = f"the fiscal year {before.year + 1}" if before else "a fiscal year"
        if said is None or (before and int(said[1]) != before.year + 1):
            raise _changed(reading, table, f"{expected} in {reading.sheet.address(*at)}", repr(year))
        if before and before.number not in (0, _FIRST_MONTH + _MONTHS - 1):
            raise _changed(reading, table, f"the twelve months of {before.year} above row {at[0] + 1}", before.label)
        return _Row(at[0], label, int(said[1]), 0)
    number = month_number(named)
    if before is None or number is None:
        expected = f"a month, or the {printed.whole} of a year, in {reading.sheet.address(at[0], at[1] + 1)}"
        raise _changed(reading, table, expected, repr(named))
    following = before.number + 1 if before.number else _FIRST_MONTH
    if (following - 1) % _MONTHS + 1 != number or following >= _FIRST_MONTH + _MONTHS:
        raise _changed(reading, table, f"the month after {before.label!r} in row {at[0] + 1}", repr(named))
    if year and (said is None or int(said[1]) != before.year):
        raise _changed(
            reading, table, f"no other year in {reading.sheet.address(*at)}, a month of {before.year}", repr(year)
        )
    return _Row(at[0], f"{before.year} {named}", before.year, following)


def _period(row: _Row, newest: int, through: date) -> Period:
    if row.number:
        return month(*calendar_month(row.year, row.number))
    return fiscal_year(row.year, through if row.year <= newest else None, whole=row.year < newest)


# ── How far the data run ─────────────────────────────────────────────────────────────────────────────────────────────
def _through(
    reading: TableReading,
    printed: Printed,
    table: YearsDown,
    title: Title,
    rows: Sequence[_Row],
    columns: Axis,
    below: Below,
    area: Area,
) -> date:
    """To the end of the last month that has a figure, or to the day in it on which the data were taken."""
    last = month(*calendar_month(rows[-1].year, rows[-1].number))
    _judge_title(reading, printed, table, title, rows, columns, area)
    if below.as_of is None:
        reading.tell(
            "day_inferred",
            f"Nothing says how far the data of this table run: to the last day of its last month, {last.over}.",
            (area.top, 0),
            expected="the day on which the data were taken",
            found="none",
            once=("inferred", str(last.over)),
        )
        return last.over
    taken = reading.checked(below.as_of[0], None, (below.as_of[1], 0))
    if taken and last.start and taken < last.start:
        reading.tell(
            "date_slipped",
            f"{taken} cannot be the day on which these data were taken: they have figures of {last.id}.",
            (below.as_of[1], 0),
            expected=f"a day not before {last.start}",
            found=str(taken),
            once=("taken", str(taken)),
        )
        return last.over
    return min(last.over, taken or last.over)


def _judge_title(
    reading: TableReading,
    printed: Printed,
    table: YearsDown,
    title: Title,
    rows: Sequence[_Row],
    columns: Axis,
    area: Area,
) -> None:
    """The last year and month of the title are those of the rows. Where the months add up to the whole year the rows
    are believed, and the title's slip is told; else a row may be missing, and the table is refused."""
    newest = rows[-1]
    last = month(*calendar_month(newest.year, newest.number))
    if title.year in (None, newest.year) and (title.month is None or title.month.id == last.id):
        return
    said = f"FY{title.year} {title.month.id if title.month else ''}".strip()
    adds_up = _adds_up(reading, printed, rows, columns.positions[0]).get(newest.year, False)
    if title.year != newest.year or not adds_up:
        raise _changed(reading, table, f"rows to {said}, as in the title", f"rows to FY{newest.year} {last.id}")
    reading.tell(
        "date_slipped",
        f"The title says {said}; the last row is {last.id}, and the months add up to the year: the rows count.",
        (area.top, 0),
        expected=last.id,
        found=said,
    )


# ── Figures that stand in another row or column ──────────────────────────────────────────────────────────────────────
def _refuse_shifted(
    reading: TableReading, printed: Printed, table: YearsDown, rows: Sequence[_Row], columns: Axis
) -> None:
    """In more than half of the years the months do not add up to the whole year: the figures stand beside other labels
    than their own. Or a row lost a cell, and those after it moved along: its last one is blank. Either way the table is
    refused."""
    of_year = _adds_up(reading, printed, rows, columns.positions[0])
    wrong = [str(year) for year, fits in of_year.items() if not fits]
    if 2 * len(wrong) > len(of_year):
        expected = "months that add up to the whole year"
        raise _changed(reading, table, expected, "others in " + ", ".join(wrong))
    filled = reading.sheet.filled[where([row.position for row in rows], columns.positions)]
    for k in (filled.any(axis=1) & ~filled[:, -1]).nonzero()[0][:1]:
        expected = "a figure or a mark in the last column of each row"
        raise _changed(
            reading, table, expected, f"none in {reading.sheet.address(rows[k].position, columns.positions[-1])}"
        )


def _adds_up(reading: TableReading, printed: Printed, rows: Sequence[_Row], column: int) -> dict[int, bool]:
    """Fiscal year ▶ whether its months add up to it in a column; years without figures are left out."""
    found = {}
    for year in dict.fromkeys(row.year for row in rows):
        numbers = [reading.sheet.numbers[row.position, column] for row in rows if row.year == year]
        whole, months = numbers[0], [each for each in numbers[1:] if not math.isnan(each)]  # a mark counts nothing
        if months and not math.isnan(whole):
            found[year] = bool(abs(sum(months) - whole) <= printed.rounded_to * (len(months) + 1) / 2)
    return found


def _tell_blanks(reading: TableReading, rows: Axis, columns: Axis, text: str) -> None:
    blank = ~reading.sheet.filled[where(rows.positions, columns.positions)]
    if blank.any():
        r, c = (int(each[0]) for each in blank.nonzero())
        at = rows.positions[r], columns.positions[c]
        reading.tell(
            "figure_missing",
            f"{int(blank.sum())} cells of the table {text!r} hold neither a figure nor a mark, the first of them "
            f"{reading.sheet.address(*at)}.",
            at,
            expected="a figure or a mark in each cell",
            found="a blank one",
        )


def _changed(reading: TableReading, table: YearsDown, expected: str, found: str) -> Exception:
    return reading.changed(f"table {table.dataflow}", expected, found)
