"""The cells of a block ▶ figures: numbers, and what is printed in place of a number, each with its status."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from collectors.media.coded import Coded
from collectors.media.numbers import number_of
from collectors.media.sheet import Sheet
from collectors.tables.axes import MISSING, PROVISIONAL, WITHHELD, ZERO, Block, where
from collectors.tables.sheets import TableReading

Ints = NDArray[Any]
#: a day between these, typed among figures, may be a day; another one is a number in the dress of a date
_DAYS_OF_OUR_TIME = range(1990, 2100)
_BELOW = re.compile(r"<\s*\d+")


class Mark(NamedTuple):
    """What is printed in place of a number: row and column within the block, its text, the number that it is."""

    row: int
    column: int
    text: str
    value: float  # NaN where it is none


@dataclass(frozen=True, slots=True)
class Figures:
    """The cells of a block that are not blank. `rows[k]`, `columns[k]` is the place of a cell within the block."""

    block: Block
    rows: Ints
    columns: Ints
    values: NDArray[np.float64]  # as printed; NaN where the text is no number
    status: NDArray[np.int8]
    texts: Mapping[int, str]  # cell ▶ what is printed in place of a number

    @property
    def count(self) -> int:
        return len(self.rows)


def figures_of(reading: TableReading, block: Block) -> Figures:
    """Every cell of the block that is not blank. Raises LayoutChanged for one that holds neither number nor text."""
    region = where(block.rows.positions, block.columns.positions)
    values, present = block.sheet.numbers[region], block.sheet.numeric[region]
    marks = [] if present.all() else _marks(reading, block, present)
    marks += _printed(block, block.sheet.coded) if block.sheet.coded else []
    places = [mark.row for mark in marks], [mark.column for mark in marks]
    if marks:
        values, present = values.copy(), present.copy()
        values[places], present[places] = [mark.value for mark in marks], True
    _tell_negative(reading, block, values)
    status = _status(block, values, marks, _known_marks(reading, block))
    cells = np.flatnonzero(present)
    rows, columns = np.divmod(cells, present.shape[1])
    order = np.searchsorted(cells, np.ravel_multi_index(places, present.shape)).tolist() if marks else []
    texts = {k: mark.text for k, mark in zip(order, marks, strict=True)}
    return Figures(block, rows, columns, values.ravel()[cells], status.ravel()[cells], texts)


def _printed(block: Block, coded: Coded) -> Iterator[Mark]:
    """The numbers of a block that are written otherwise than in plain digits: `9,584.0`."""
    rows, columns = block.rows.positions, block.columns.positions
    for row, column in zip(*(at.tolist() for at in coded.odd[where(rows, columns)].nonzero()), strict=True):
        at = rows[row], columns[column]
        yield Mark(row, column, coded.label(*at), float(block.sheet.numbers[at]))


def _tell_negative(reading: TableReading, block: Block, values: NDArray[np.float64]) -> None:
    """Nothing that is counted or averaged here can be less than nothing."""
    negative = values < 0
    if negative.any():
        below = np.argwhere(negative)
        row, column = below[0]
        value = f"{values[row, column]:.15g}"
        at = block.rows.positions[row], block.columns.positions[column]
        words = f"{len(below)} figures of the table {block.title!r} are negative, the first of them {value}."
        reading.tell("negative_figure", words, at, expected="a figure not below 0", found=value)


def _marks(reading: TableReading, block: Block, number: NDArray[np.bool_]) -> list[Mark]:
    """The texts among the figures. One that is no known mark is told: `23,621` typed as a text, `TBD`, `#REF!`."""
    sheet, marks, found = block.sheet, _known_marks(reading, block), list[Mark]()
    filled = sheet.filled[where(block.rows.positions, block.columns.positions)]
    for r, c in zip(*(at.tolist() for at in np.nonzero(filled & ~number)), strict=True):
        at = block.rows.positions[r], block.columns.positions[c]
        found.append(_mark(reading, sheet, marks, (r, c), at))
    if block.blank is not None:
        found += [Mark(int(r), int(c), "", math.nan) for r, c in np.argwhere(~filled)]
    return found


def _known_marks(reading: TableReading, block: Block) -> Mapping[str, int]:
    return {**reading.on.layout.marks, **block.marks}


def _mark(
    reading: TableReading, sheet: Sheet, marks: Mapping[str, int], place: tuple[int, int], at: tuple[int, int]
) -> Mark:
    text = sheet.text(*at)
    if not text:
        return _number_as_date(reading, sheet.rows[at[0]][at[1]], place, at)
    known = marks.get(text.upper())
    if known is not None:
        return Mark(*place, text, 0.0 if known == ZERO else math.nan)
    value = number_of(text)
    read = "there is no value." if math.isnan(value) else "read as the number that it is."
    reading.tell(
        "unknown_mark",
        f"{text!r} stands where a figure should: {read}",
        at,
        expected="a number, or one of " + ", ".join(marks) if marks else "a number",
        found=text,
    )
    return Mark(*place, text, value)


def _number_as_date(reading: TableReading, cell: object, place: tuple[int, int], at: tuple[int, int]) -> Mark:
    """A number that the publisher's format shows as a date: its serial number is the figure. A day of our time may be
    meant as one, and is no figure; anything else that is neither number nor text is LayoutChanged."""
    if not isinstance(cell, date):
        expected, found = "a number, a text or nothing in each cell", f"{cell!r} in {reading.sheet.address(*at)}"
        raise reading.changed("a table of figures", expected, found)
    value = math.nan if cell.year in _DAYS_OF_OUR_TIME else _serial(cell, reading.sheet.from_1904)
    text = cell.isoformat() if math.isnan(value) else f"{value:.15g}"
    read = "there is no value." if math.isnan(value) else f"it is read as {text}."
    reading.tell(
        "number_as_date",
        f"{cell.isoformat()} stands where a figure should, a number that is formatted as a date: {read}",
        at,
        expected="a number",
        found=cell.isoformat(),
    )
    return Mark(*place, text, value)


def _serial(when: date, from_1904: bool) -> float:
    """The number behind a date of a workbook (ECMA-376, 18.17.4.1)."""
    moment = when if isinstance(when, datetime) else datetime(when.year, when.month, when.day)  # noqa: DTZ001
    epoch = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
    elapsed = moment - epoch
    serial = elapsed.days + elapsed.seconds / 86_400
    return serial if from_1904 or serial > 60 else serial - 1  # 29 February 1900, which never was


def _status(
    block: Block, values: NDArray[np.float64], marks: Sequence[Mark], known: Mapping[str, int]
) -> NDArray[np.int8]:
    status = np.zeros(values.shape, dtype=np.int8)
    through = block.data_through or block.judged_by
    both = ((block.rows, status), (block.columns, status.T))
    if through and block.period and block.period.over > through:
        status[:] = PROVISIONAL
    for axis, view in both:
        late = [k for k, period in enumerate(axis.periods or ()) if through and period.over > through]
        view[late] = PROVISIONAL
    for axis, view in both:
        for k, code in axis.status.items():
            view[k] = code
    codes = {text: _status_of(text, known) for text in {mark.text for mark in marks}}
    if block.blank is not None:
        codes[""] = block.blank
    for mark in marks:
        if math.isnan(mark.value):
            status[mark.row, mark.column] = codes[mark.text]
    return status


def _status_of(text: str, known: Mapping[str, int]) -> int:
    """`<11` says that there is a figure, and withholds it."""
    status = known.get(text.upper())
    if status is None:
        return WITHHELD if _BELOW.fullmatch(text) else MISSING
    return status
