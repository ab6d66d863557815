"""What a source declares of a table that is found by its title, and of tables that print the same figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from collectors.tables.axes import Axis, Measure
from collectors.tables.periods import Period

if TYPE_CHECKING:
    from collectors.tables.grid import Grid
    from collectors.tables.sheets import TableReading

#: printed column header, in lower case ▶ (its part of the series key, its measure where it is not the table's)
Words = Mapping[str, tuple[str, Measure | None]]
#: a family of footnotes by its name in `Layout`; or the term, the sentence and the line above it (`Footnotes.find`)
Family = str | tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Flow:
    """Events of a period: of the columns or rows that name one, else of the fiscal year to date. `through`: what tells
    how far the data run."""

    through: Family = ""


@dataclass(frozen=True, slots=True)
class Stock:
    """People on a day: of the title, else of the family `through`, else of the workbook."""

    through: Family = ""


@dataclass(frozen=True, slots=True)
class InTitle:
    """The title is a period, and what follows it a remark."""

    period: Callable[[str], Period | None]


@dataclass(frozen=True, slots=True)
class TwoLevels:
    """Two dimensions in one label column: an outer row, then its inner ones, all of them with figures. A label that is
    on neither list (lower case) would take the rows below it along, so the table is refused; where the inner rows
    below it add up to it (`adds_up`) it is believed to be an outer one."""

    dimensions: tuple[str, str]
    inner: frozenset[str]
    outer: frozenset[str]
    adds_up: bool = False


@dataclass(frozen=True, slots=True)
class Bands:
    """Two dimensions in one label column: the outer label stands alone on its row, above its inner rows."""

    dimensions: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Measures:
    """Rows of which each counts something else: pattern of the label ▶ part of the series key, measure."""

    lines: Sequence[tuple[str, str, Measure]]


@dataclass(frozen=True, slots=True)
class FiscalMonths:
    """A header of the months of a fiscal year, October to September, side by side, then the year to date under one of
    the words `totals` (lower case)."""

    totals: tuple[str, ...] = ("total",)


@dataclass(frozen=True, slots=True)
class YearsAcross:
    """A header of fiscal years, the newest of them to date."""


@dataclass(frozen=True, slots=True)
class CalendarMonths:
    """A header of months as dates or as texts; a text with the word `partial` (lower case) is a part of one."""

    partial: str = ""


class Header(NamedTuple):
    """The columns of a table that hold figures, and the rows that are its body."""

    columns: Axis
    body: Sequence[int]


#: A label column for each dimension (`fiscal_year` is the period of the row, `_` is none either), or another way
Rows = tuple[str, ...] | TwoLevels | Bands | Measures


@dataclass(frozen=True)
class Titled:
    """A table of a source: what it counts, and what stands on its axes."""

    dataflow: str
    title: str  # regular expression, from the first word on
    measure: Measure | None  # None where each row or column has its own
    rows: Rows
    #: words that the header prints, periods, or what reads a header of its own kind
    columns: Words | FiscalMonths | YearsAcross | CalendarMonths | Callable[[TableReading, Grid], Header]
    time: Flow | Stock | InTitle = Flow()
    constant: str = ""  # a part of every series key: the definition, where one dataflow changed its meaning
    headless: str = ""  # what stands over the figures, where the publisher may have left out the header row
    required: bool = True  # every edition has it


@dataclass(frozen=True, slots=True)
class Held:
    """A table whose figures another table of the document prints too, and which is refused where most of a series
    differ. `series` is the pattern of its series keys, `other` the key of the same figures there, with the groups of
    the pattern (`\\1`); `off`: so far they may differ."""

    dataflow: str
    series: str
    other: str
    off: float = 0.0
