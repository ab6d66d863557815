"""Tidy tables: one header; below it a statement a row, with dimensions, a period and the figures of some columns.

Columns are found by their header, whatever their order; a sheet may hold the columns of several tables side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import NamedTuple

import numpy as np

from collectors.errors import LayoutChanged
from collectors.media.coded import Mask
from collectors.media.sheet import Codes, Sheet
from collectors.tables.axes import MISSING, Axis, Block, Measure
from collectors.tables.combined import combined, taken, told_apart
from collectors.tables.periods import Period
from collectors.tables.row_notes import folded, is_note, words_of
from collectors.tables.sheets import Area, Found, SheetReading, TableReading

_HEADER_WITHIN = 10  # rows: what may stand above a header
_MOST_NOTES = 100


@dataclass(frozen=True)
class Tidy:
    """What a source declares of a table. Its header has those columns that are `needed`, in any case."""

    dataflow: str
    title: str
    period: tuple[str, ...]  # the columns of the period
    period_of: Callable[..., Period | None]  # their texts ▶ the period; None where they are none
    figures: Mapping[str, tuple[str, Measure]]  # column ▶ its part of the series key ('' for none), what it counts
    dimensions: Mapping[str, str] = field(default_factory=dict)  # column ▶ dimension
    ignored: tuple[str, ...] = ()  # columns that say nothing of a figure
    optional: frozenset[str] = frozenset()
    #: the column whose words are the label of a row; else those of the dimensions are, or those of the period
    label: str = ""
    blank: int | None = None  # status of a figure in whose place nothing stands; None: that is no statement
    #: a row that is missing says something (`Dataflow.absence`): where one cannot be read, the table is refused, and a
    #: row without its figure is not missing: it says that there is none
    whole: bool = False

    @property
    def axes(self) -> list[str]:
        """The columns that are read into a period, a dimension or a label, or say nothing."""
        label = [self.label] if self.label else []
        return [*dict.fromkeys([*self.period, *self.dimensions, *label, *self.ignored])]

    @property
    def columns(self) -> list[str]:
        return [*self.axes, *self.figures]

    @property
    def needed(self) -> set[str]:
        """Without these there is no such table: the others say nothing of a figure, or are `optional`."""
        return {*self.columns} - self.optional - {*self.ignored}


class Header(NamedTuple):
    """A row that names columns: where each name stands. Names that stand there twice are `twice`."""

    row: int
    places: Mapping[str, int]
    twice: frozenset[str]

    def has(self, table: Tidy) -> bool:
        """Whether it has all columns of a table, each once."""
        return table.needed <= self.places.keys() and self.twice.isdisjoint(table.columns)

    def of(self, names: Iterable[str]) -> list[int]:
        """The places of those that it has."""
        return [self.places[name] for name in names if name in self.places]


class TidyTables:
    """The tidy tables that a source declares of a kind of sheet."""

    def __init__(self, *tables: Tidy) -> None:
        self.all = tables
        self._names = {folded(name): name for table in tables for name in table.columns}

    def find(self, reading: SheetReading) -> Iterator[Found]:
        """The tables whose columns the sheet has; of several with the same figures the one that declares most columns.
        One whose header has some figures and not all is refused. Raises LayoutChanged where there are numbers,
        and no row is the header of any."""
        sheet = reading.sheet
        header = self._header(sheet)
        if header is None and not sheet.numeric.any():
            return  # notes
        if header is None:
            raise self._no_header(reading)
        tables = [*self._of(header)]
        owned = {name for table in tables for name in table.figures}
        torn = [table for table in self.all if header.places.keys() & (table.figures.keys() - owned)]
        known = {name for table in [*tables, *torn] for name in table.columns}
        for table in torn:
            columns = header.of(table.figures)
            area = Area(header.row, sheet.height, min(columns), max(columns) + 1)
            yield Found(table.dataflow, table.title, area, partial(_refuse_header, table=table, header=header))
        for table in tables:
            columns = header.of(table.columns)
            area = Area(header.row, sheet.height, min(columns), max(columns) + 1)
            read = partial(_read, table=table, header=header, known=known)
            yield Found(table.dataflow, table.title, area, read)

    def last_day(self, sheets: Iterable[Sheet]) -> date | None:
        """The last day of the last month or day of which there is a figure; None where there is none."""
        return max((day for sheet in sheets for day in self._days(sheet)), default=None)

    def _days(self, sheet: Sheet) -> Iterator[date]:
        header = self._header(sheet)
        if header is None:
            return
        for table in self._of(header):
            rows = np.arange(header.row + 1, sheet.height)
            periods, of_row = _periods(sheet, table, header, rows)
            filled = sheet.numeric[header.row + 1 :, header.of(table.figures)].any(axis=1)
            printed = (periods[k] for k in np.unique(of_row[filled]))
            yield from (period.over for period in printed if period and "/" not in period.id)

    def _of(self, header: Header) -> Iterator[Tidy]:
        free = set(header.places)
        for table in sorted(self.all, key=lambda table: -len(header.of(table.columns))):
            if header.has(table) and free.issuperset(table.figures):
                free -= set(table.figures)
                yield table

    def _header(self, sheet: Sheet) -> Header | None:
        for row in range(min(_HEADER_WITHIN, sheet.height)):
            header = _header_of(sheet, row, self._names)
            if any(header.has(table) for table in self.all):
                return header
        return None

    def _no_header(self, reading: SheetReading) -> LayoutChanged:
        within = range(min(_HEADER_WITHIN, reading.sheet.height))
        rows = (_header_of(reading.sheet, row, self._names) for row in within)
        header = max(rows, key=lambda one: max(len(one.places.keys() & set(table.columns)) for table in self.all))
        table = max(self.all, key=lambda one: len(header.places.keys() & set(one.columns)))
        return _lacking(reading, table, header)


def _refuse_header(reading: TableReading, *, table: Tidy, header: Header) -> list[Block]:
    """Some columns of a table are there, and not all."""
    raise _lacking(reading, table, header)


def _lacking(reading: SheetReading | TableReading, table: Tidy, header: Header) -> LayoutChanged:
    wrong = next(n for n in table.columns if n in header.twice or n in table.needed - header.places.keys())
    printed = ", ".join(map(repr, header.places)) or "(none)"
    found = f"{2 if wrong in header.twice else 0} of them in the header {printed}"
    return reading.changed(f"table {table.title!r}", f"one column {wrong!r}", found)


def _header_of(sheet: Sheet, row: int, declared: Mapping[str, str]) -> Header:
    """The names of a row; `declared`: a name, folded ▶ as it is declared."""
    places: dict[str, int] = {}
    twice = set()
    for column in range(sheet.width):
        printed = sheet.label(row, column)
        name = declared.get(folded(printed), printed)
        if name in places:
            twice.add(name)
        elif name:
            places[name] = column
    return Header(row, places, frozenset(twice))


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def _read(reading: TableReading, *, table: Tidy, header: Header, known: set[str]) -> list[Block]:
    sheet = reading.sheet
    body = header.row + 1 + np.flatnonzero(sheet.filled[header.row + 1 :].any(axis=1))
    if not len(body):
        return []
    periods, of_row = _periods(sheet, table, header, body)
    even = _even(sheet, header, body)
    readable = np.array([period is not None for period in periods])[of_row] & even
    unread = _without_notes(reading, table, header, body[~readable].tolist())
    _judge_unread(reading, table, header, unread, {*body[~even].tolist()})
    if not readable.any():
        columns = ", ".join(map(repr, table.period))
        raise reading.changed(f"table {table.title!r}", f"rows with a period in {columns}", "none")
    body, of_row = body[readable], of_row[readable]
    keys, labels, of_key = _keys(reading, table, header, body)
    rows = body.tolist()
    ids = [period.id if period else "" for period in periods]
    _refuse_repeats(reading, table, header, rows, (keys, of_key), (ids, of_row))
    _account(reading, header, rows, table, known)
    ended = [period and _ended(period, reading.on.through) for period in periods]
    places = [header.places[name] for name in table.figures]
    return [
        Block(
            sheet,
            table.dataflow,
            table.title,
            Axis(rows, _labels(sheet, table, header, body, labels, of_key), taken(keys, of_key),
                 taken(ended, of_row)),
            Axis(places, [*table.figures], [key for key, _ in table.figures.values()], None,
                 [measure for _, measure in table.figures.values()]),
            data_through=reading.on.through,
            blank=MISSING if table.whole and table.blank is None else table.blank,
        )
    ]  # fmt: skip


def _even(sheet: Sheet, header: Header, rows: Codes) -> Mask:
    """The rows that have as many cells as the header, as a delimited text tells."""
    if sheet.coded is None:
        return np.ones(len(rows), dtype=np.bool_)
    widths = np.array(sheet.coded.widths)
    even: Mask = widths[rows] == widths[header.row]
    return even


def _ended(period: Period, through: date | None) -> Period:
    """A year to date ends where the data end."""
    return period if period.end or not through else period._replace(end=min(through, period.over))


def _periods(sheet: Sheet, table: Tidy, header: Header, rows: Codes) -> tuple[list[Period | None], Codes]:
    """The different periods of some rows, and for each row the place of its own."""
    texts, codes = combined(sheet, [header.places.get(name) for name in table.period], rows)
    return [table.period_of(*each) for each in texts], codes


def _keys(reading: TableReading, table: Tidy, header: Header, rows: Codes) -> tuple[list[str], list[str], Codes]:
    """The different keys and labels of some rows, and for each row the place of its own."""
    columns = [(name, dimension) for name, dimension in table.dimensions.items() if name in header.places]
    texts, codes = combined(reading.sheet, header.of(table.dimensions), rows)
    parts = []
    for (name, dimension), labels in zip(columns, zip(*texts, strict=True), strict=True):
        values = reading.values(dimension, [*dict.fromkeys(labels)], (header.row + 1, header.places[name]))
        parts.append([f"{dimension}={values[label]}" for label in labels])
    keys = [",".join(part) for part in zip(*parts, strict=True)] if parts else [""] * len(texts)
    return keys, [" / ".join(filter(None, each)) for each in texts], codes


def _labels(sheet: Sheet, table: Tidy, header: Header, rows: Codes, labels: Sequence[str], of_key: Codes) -> list[str]:
    if table.label:
        return taken(*sheet.labels(header.places[table.label], rows))
    if table.dimensions:
        return taken(labels, of_key)
    texts, codes = combined(sheet, header.of(table.period), rows)
    return taken([" / ".join(each) for each in texts], codes)


# ── What is odd ──────────────────────────────────────────────────────────────────────────────────────────────────────
def _judge_unread(reading: TableReading, table: Tidy, header: Header, rows: Sequence[int], uneven: Set[int]) -> None:
    """Rows with more or fewer cells than the header, or without a period, are left out and told; of a table in which a
    missing row says something the whole is refused."""
    sheet, odd = reading.sheet, dict[str, list[int]]()
    for r in rows:
        printed = " ".join(sheet.label(r, c) for c in header.of(table.period))
        odd.setdefault("" if r in uneven else printed, []).append(r)
    if odd and table.whole:
        text, where = next(iter(odd.items()))
        found = f"{text!r} in row {where[0] + 1}" if text else f"another number in row {where[0] + 1}"
        raise reading.changed(
            f"table {table.title!r}", "a period and as many cells as in the header in each row", found
        )
    for text, where in odd.items():
        for r in where:
            for c in sheet.figures(r, 0, sheet.width):
                reading.omit(r, c, "row not read")
        first = where[0], header.of(table.period)[0]
        many = f"{len(where)} rows are left out" if len(where) > 1 else "the row is left out"
        if not text:
            words = f"Not as many cells as in the header: {many}."
            reading.tell(
                "header_slipped", words, (where[0], 0), expected="as many cells as in the header", found="others"
            )
        else:
            reading.tell("date_slipped", f"{text!r} is no period: {many}.", first, expected="a period", found=text)


def _without_notes(reading: TableReading, table: Tidy, header: Header, rows: Sequence[int]) -> list[int]:
    """The rows that are neither a note nor the header once more; these are told. So many notes no table has."""
    if len(rows) > _MOST_NOTES:
        return [*rows]
    figures = {*header.of(table.figures)}
    notes = [r for r in rows if is_note(reading.sheet, r, header.places, table.needed, figures)]
    if notes:
        words = " ".join(words_of(reading.sheet, notes[0]).values())
        message = (
            f"Not read, for they are notes or the header once more: {len(notes)} of the rows; the first: {words[:200]}"
        )
        reading.tell("row_not_read", message, (notes[0], 0), expected="a row of the table", found=words[:200])
    return [r for r in rows if r not in notes]


def _refuse_repeats(
    reading: TableReading, table: Tidy, header: Header, rows: Sequence[int],
    keys: tuple[Sequence[str], Codes], periods: tuple[Sequence[str], Codes],
) -> None:  # fmt: skip
    """Keys and periods: the different ones, and for each row the place of its own."""
    said = told_apart(*keys) * len(periods[0]) + told_apart(*periods)
    firsts = np.unique(said, return_index=True)[1]
    if len(firsts) == len(rows):
        return
    again = int(np.setdiff1d(np.arange(len(rows)), firsts)[0])
    before = int(np.flatnonzero(said == said[again])[0])
    column = header.of(table.figures)[0]
    cells = " and in ".join(reading.sheet.address(rows[k], column) for k in (before, again))
    (key, period) = (words[codes[again]] for words, codes in (keys, periods))
    found = f"{table.dataflow}{{{key}}} of {period} in {cells}"
    if odd := [name for name in header.places if name not in table.columns]:
        found += f"; columns that are not declared: {', '.join(map(repr, odd))}"
    raise reading.changed(f"table {table.title!r}", "one figure a series and period", found)


def _account(reading: TableReading, header: Header, rows: Sequence[int], table: Tidy, known: set[str]) -> None:
    """The cells of the axes are read; numbers in columns that nobody declared are left out, and told."""
    sheet = reading.sheet
    reading.read_as_axis(rows, header.of(table.axes))
    for name, column in header.places.items():
        if name in known:
            continue
        for r in np.flatnonzero(sheet.numeric[:, column]).tolist():
            reading.omit(r, column, "column not declared")
        reading.tell("unknown_column", f"The column {name!r} is not declared: it is not read.", (header.row, column),
                     expected="the columns that are declared", found=name, once=(name,))  # fmt: skip
