"""A table on a page, cell by cell ▶ its figures, with the series, the period and the place of each."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, pairwise
from typing import Any

from collectors.media.numbers import number_of
from collectors.media.pdf import Cell, Lattice, Page, Word, address
from collectors.tables.aligned import FISCAL_MONTHS, is_number, lines_of, rows_of_figures, text_of
from collectors.tables.axes import CANNOT_EXIST, MISSING, NORMAL, PROVISIONAL, STATUSES, Measure
from collectors.tables.labels import slug_of
from collectors.tables.periods import Period, calendar_month, fiscal_year, fiscal_years, month, month_number

Record = dict[str, Any]
AXIS = "axis"  # of numbers that are read into a period or a dimension
_MARKS = "*†‡§¹²³"  # of footnotes, behind a label or a figure
_MONTHS = len(FISCAL_MONTHS)


class Unlike(Exception):
    """A table that is not as it was declared: what was expected and what was found."""

    def __init__(self, title: str | None, expected: str, found: str) -> None:
        super().__init__(expected, found)
        self.title, self.expected, self.found = title, expected, found


@dataclass(frozen=True, eq=False)
class Paged:
    """What a source declares of its tables, all of them alike."""

    module: str  # `__name__` of the source, for the messages
    dataflow: str
    title: str  # regular expression of the whole line above a table; it names a fiscal year
    like: str  # such a title, for the messages
    measure: Measure
    dimension: str  # of the labels
    corners: tuple[str, ...]  # what stands over the labels, lower case
    totals: tuple[str, ...]  # what stands over the figures of the year, lower case
    known: frozenset[str]  # values of the dimension: another one is told, for it begins a new series
    value: Callable[[str, str], str] = slug_of  # dimension, printed label without marks ▶ value
    marks: Mapping[str, int] = field(default_factory=dict)  # what is printed in place of a figure ▶ status


@dataclass(frozen=True)
class Judged:
    """A table that was read. `figures`: the words that are its figures; `reasons`: its numbers that are none."""

    title: str
    year: int
    observations: Sequence[Record]
    notices: Sequence[Record]
    figures: frozenset[Word]
    reasons: Mapping[Word, str]


@dataclass(frozen=True)
class _Figure:
    """A cell with something in it, before its status is known."""

    row: int
    column: int
    cell: Cell
    value: float  # NaN where it is no number
    mark: int | None  # the status that a known mark stands for


def notice(kind: str, cell: str, expected: str, found: str, message: str) -> Record:
    return {"kind": kind, "cell": cell, "expected": expected, "found": found, "message": message}


def holds_figures(lattice: Lattice) -> bool:
    """Whether there is a header of months in a table, and anything below it: not where only the header has lines."""
    top = next((k for k, row in enumerate(lattice.rows) if _is_header(row)), len(lattice.rows))
    return any(cell and cell.words for row in lattice.rows[top + 1 :] for cell in row)


def _is_header(row: Sequence[Cell | None]) -> bool:
    return sum(month_number(cell.text) is not None for cell in row if cell) > _MONTHS // 2


def titles_on(words: Sequence[Word], table: Paged) -> list[tuple[str, list[Word]]]:
    """The titles among some words, from top to bottom: one line, or two where it is broken."""
    lines = lines_of(words)
    pattern = re.compile(table.title, re.IGNORECASE)
    single = [(text_of(line), line) for line in lines]
    double = [(text_of([*a, *b]), [*a, *b]) for a, b in pairwise(lines)]
    whole = [one for one in single if pattern.fullmatch(one[0])]
    return whole or [one for one in double if pattern.fullmatch(one[0])]


def judged(page: Page, lattice: Lattice, others: Sequence[Lattice], table: Paged, saved: date | None) -> Judged:
    """Raises Unlike. `others`: the tables of the page; `saved`: the day on which the file was saved."""
    top = next(k for k, row in enumerate(lattice.rows) if _is_header(row))
    title, words, year = _titled(page, lattice, others, table, top)

    def unlike(expected: str, found: str) -> Unlike:
        return Unlike(title, expected, found)

    if lattice.across:
        raise unlike("each word between the lines", f"{text_of(lattice.across)!r} over a line")
    header = [cell.text if cell else "" for cell in lattice.rows[top]]
    months = tuple(map(month_number, header[1:-1]))
    if header[0].lower() not in table.corners or months != FISCAL_MONTHS or header[-1].lower() not in table.totals:
        expected = f"{table.corners[0]!r}, the months October to September side by side, and {table.totals[0]!r}"
        raise unlike(expected, "the headers " + " | ".join(header))
    _refuse_loose(page, lattice, others, unlike)
    rows = _body(lattice.rows[top + 1 :], unlike)
    labels = _labels(table, [row[0].text for row in rows], unlike)
    notices = [*_unknown_labels(page, table, rows, labels)]
    figures = [*_figures(table, rows, unlike)]
    notices += _odd(page, table, figures)
    periods, status, through = _dated(year, figures, saved, unlike)
    if through != periods[-1].over:
        words_of = (
            f"The figures of FY{year} end in {through:%B %Y}: the day to which the data run is inferred from them."
        )
        notices.append(
            notice("day_inferred", address(page.number, lattice.box), "a day", through.isoformat(), words_of)
        )
    observations = [
        _observation(page, table, title, one, labels[one.row], rows[one.row][0].text, header[one.column],
                     periods[one.column - 1], status[one.column - 1], through)
        for one in figures
    ]  # fmt: skip
    _refuse_same_place(observations, unlike)
    own = frozenset(word for one in figures for word in one.cell.words)
    reasons = {word: AXIS for row in lattice.rows for cell in row if cell for word in cell.words if word not in own}
    return Judged(title, year, observations, notices, own, reasons | dict.fromkeys(words, AXIS))


# ── Title, header, rows ──────────────────────────────────────────────────────────────────────────────────────────────
def _titled(
    page: Page, lattice: Lattice, others: Sequence[Lattice], table: Paged, top: int
) -> tuple[str, list[Word], int]:
    """The title above the header and below the table before, its words, and its fiscal year."""
    header = min(cell.box.top for cell in lattice.rows[top] if cell)
    above = max((other.box.bottom for other in others if other.box.bottom <= lattice.box.top), default=0.0)
    between = [word for word in page.words if above <= word.box.center[1] < header]
    titles = titles_on(between, table)
    if len(titles) != 1:
        lines = "; ".join(text_of(line) for line in lines_of(between)[:4]) or "nothing"
        raise Unlike(None, f"one title like {table.like!r} above the table", lines)
    title, words = titles[0]
    years = fiscal_years(title)
    if len(years) != 1:
        raise Unlike(title, "one fiscal year in the title", f"{len(years)} of them")
    return title, words, years[0]


def _refuse_loose(
    page: Page, lattice: Lattice, others: Sequence[Lattice], unlike: Callable[[str, str], Unlike]
) -> None:
    """Figures beside a table, or right below it: its lines do not hold all of its rows or columns."""
    inside = {word for one in others for row in one.rows for cell in row if cell for word in cell.words}
    heights = [cell.box.bottom - cell.box.top for row in lattice.rows for cell in row if cell and cell.words]
    reach = lattice.box.bottom + 2 * max(heights)
    beside = [word for word in page.words if word not in inside and lattice.box.top <= word.box.center[1] < reach]
    below = [word for word in beside if word.box.center[1] >= lattice.box.bottom]
    loose = [word for word in beside if word not in below and is_number(word)]
    loose += chain.from_iterable(rows_of_figures(lines_of(below)))
    if loose:
        raise unlike("all figures between the lines of the table", f"{text_of(loose)!r} outside of them")


def _body(rows: Sequence[Sequence[Cell | None]], unlike: Callable[[str, str], Unlike]) -> list[list[Cell]]:
    """The rows with a label and a cell for each figure. Below them there may be a note in one cell."""
    body: list[list[Cell]] = []
    ended = ""
    for row in rows:
        cells = [cell for cell in row if cell]
        words = " ".join(cell.text for cell in cells if cell.words)
        if len(cells) == len(row) and not ended:
            if words:
                body.append(cells)
        elif any(map(is_number, (word for cell in cells[1:] for word in cell.words))) or len(cells) == len(row):
            raise unlike(f"a cell for each of {_MONTHS + 1} figures in each row", f"the row {(ended or words)[:80]!r}")
        else:
            ended = ended or words
    if not body:
        raise unlike("rows of figures under the header", "none")
    return body


def _labels(table: Paged, printed: Sequence[str], unlike: Callable[[str, str], Unlike]) -> list[str]:
    """The value of each row. Each label stands once, and most of them are known."""
    values = [table.value(table.dimension, label.rstrip(_MARKS).strip()) for label in printed]
    for label, value in zip(printed, values, strict=True):
        if not value or values.count(value) > 1 or label.lower() in table.corners:
            raise unlike(f"each {table.dimension} once, with its label", f"the label {label!r}")
    known = sum(value in table.known for value in values)
    if 2 * known <= len(values):
        raise unlike(f"rows of {table.dimension}s that are known", ", ".join(printed[:5]))
    return values


def _unknown_labels(
    page: Page, table: Paged, rows: Sequence[Sequence[Cell]], values: Sequence[str]
) -> Iterator[Record]:
    for row, value in zip(rows, values, strict=True):
        if value not in table.known:
            words = f"The {table.dimension} {row[0].text!r} is not known: it begins the series {value!r}."
            yield notice("unknown_label", address(page.number, row[0].box), "a label that is known", row[0].text, words)


# ── Figures ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def _figures(table: Paged, rows: Sequence[Sequence[Cell]], unlike: Callable[[str, str], Unlike]) -> Iterator[_Figure]:
    for r, row in enumerate(rows):
        for c, cell in enumerate(row[1:], 1):
            if not cell.words:
                continue
            if len(cell.words) > 1 and any(map(is_number, cell.words)):
                raise unlike("one figure in a cell", f"{cell.text!r} in the row {row[0].text!r}")
            yield _Figure(r, c, cell, number_of(cell.text.rstrip(_MARKS)), table.marks.get(cell.text.upper()))


def _odd(page: Page, table: Paged, figures: Sequence[_Figure]) -> Iterator[Record]:
    """Texts that are neither number nor known mark, and numbers that nothing can be counted to."""
    for one in figures:
        text, cell = one.cell.text, address(page.number, one.cell.box)
        number = not math.isnan(one.value)
        if one.mark is None and (not number or text[-1] in _MARKS):
            read = "it is read as the number that it is." if number else "there is no value."
            words = f"{text!r} stands where a figure should: {read}"
            yield notice("unknown_mark", cell, "a number, or one of " + ", ".join(table.marks), text, words)
        if number and one.value < 0:
            yield notice("negative_figure", cell, "a figure not below 0", text, f"The figure is negative: {text}.")


def _dated(
    year: int, figures: Sequence[_Figure], saved: date | None, unlike: Callable[[str, str], Unlike]
) -> tuple[list[Period], list[int], date]:
    """The periods of the columns, the status of a figure in each, and the day to which the data run: the last one of
    the last month that is filled, not after the file was saved. Later months, in which every row prints 0, are to come.
    """
    months = [month(*calendar_month(year, number)) for number in FISCAL_MONTHS]
    filled = [one.column for one in figures if one.column <= _MONTHS and one.value > 0]
    if not filled:
        raise unlike("figures other than 0", "none")
    last = max(filled)
    of_last = months[last - 1]
    assert of_last.start is not None
    through = min(of_last.over, saved) if saved and of_last.start <= saved else of_last.over
    periods = [*months, fiscal_year(year, through)]
    to_come = [last <= k < _MONTHS for k in range(_MONTHS + 1)]
    over = [PROVISIONAL if period.over > through else NORMAL for period in periods]
    return periods, [CANNOT_EXIST if late else status for late, status in zip(to_come, over, strict=True)], through


def _observation(
    page: Page, table: Paged, title: str, one: _Figure, value: str, row: str, column: str, period: Period, status: int,
    through: date,
) -> Record:  # fmt: skip
    is_number = not math.isnan(one.value)
    if not is_number:
        status = one.mark if one.mark is not None else MISSING
    return {
        "cell": address(page.number, one.cell.box),
        "dataflow": table.dataflow,
        "series_key": f"{table.dataflow}{{{table.dimension}={value}}}",
        "metric": table.measure.metric,
        "time_period": period.id,
        "period_start": period.start,
        "period_end": period.end,
        "data_through": through,
        "value": one.value if is_number and status != CANNOT_EXIST else None,
        "value_text": one.cell.text,
        "unit": table.measure.unit,
        "obs_status": STATUSES[status],
        "table_title": title,
        "row_label": row,
        "column_label": column,
    }


def _refuse_same_place(observations: Sequence[Record], unlike: Callable[[str, str], Unlike]) -> None:
    places = [one["cell"] for one in observations]
    if len(set(places)) < len(places):
        raise unlike("a place for each figure", "two figures in one, in whole points")
