"""What a source declares of tables with fiscal years and months down their rows, a header over each column, and
captions that are merged over several columns.

Where a header or a caption stands tells nothing of what the figures below it are; so a closed list of words is declared
in its order, and a list out of order is refused. Of an open list it is known where its total and its rest stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from collectors.tables.axes import Measure

TOTAL = "total"  # the value of what stands for all others


@dataclass(frozen=True, slots=True)
class Level:
    """One row of words over the figures, and the dimension that they are values of.

    `values`: of a closed list, in the order in which they are printed; any may be missing, and another word is told. An
    open list has none; its names may stand `by_alphabet`, and `rest` is the value that ends it and stands for all that
    are not listed. `opens`: a list begins with `total`.
    """

    dimension: str
    values: tuple[str, ...] = ()
    by_alphabet: bool = False
    rest: str = ""
    opens: bool = True


@dataclass(frozen=True)
class YearsDown:
    """A table of a source: what it counts, and the words over its columns.

    Captions of the dimension of the header are its upper level: the value is that of `caption / header`. The header
    that opens a caption must be known under it, and one that is known under another caption alone is refused.
    `alone`: a header (lower case) that stands under no caption ▶ its part of the series key; any other such header is
    refused.
    """

    dataflow: str
    title: str  # regular expression of its own words; what the publisher prints after it is in `Printed.after_title`
    measure: Measure
    header: Level
    captions: Level | None = None
    alone: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_nested(self) -> bool:
        """Whether captions and headers are two levels of one dimension."""
        return self.captions is not None and self.captions.dimension == self.header.dimension


@dataclass(frozen=True)
class Printed:
    """How the publisher prints such tables, in the same way on every sheet."""

    year: str  # the header of the column of fiscal years, lower case
    month: str  # the header of the column of months, beside it
    whole: str  # what stands in place of a month in the row of a whole year, lower case
    year_label: str  # regular expression of a fiscal year as the row of the whole year has it, the year being its group
    after_title: str  # regular expression of what follows a title; its group `last` is a fiscal year, `month` a month
    as_of: str  # regular expression of the day, its group, on which the data were taken, in the notes below a table
    rounded_to: float = 0.0  # so far a sum of n figures may be off, times (n + 1) / 2
    #: what a note below a table says of a mark (regular expression, in lower case) ▶ its status, `ZERO` for a 0
    meanings: Mapping[str, int] = field(default_factory=dict)
