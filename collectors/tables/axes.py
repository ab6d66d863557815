"""What stands on the axes of a published table, and the table itself, before its cells are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from collectors.media.sheet import Sheet
from collectors.tables.periods import Period

STATUSES = ("A", "P", "M", "O", "Q")  # SDMX CL_OBS_STATUS
NORMAL, PROVISIONAL, CANNOT_EXIST, MISSING, WITHHELD = range(5)
ZERO = -1  # of a mark that a publisher prints for the figure 0


class Measure(NamedTuple):
    """What a figure counts: a metric that the source declares, and its unit."""

    metric: str
    unit: str


class Line(NamedTuple):
    """One row or column of a table: see `Axis`."""

    position: int
    label: str
    key: str = ""
    period: Period | None = None
    measure: Measure | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    """The rows or the columns of a table: where each stands, the publisher's words for it, its part of the series key
    (`agency=CBP`, '' for none), and its period or measure where it is this axis that gives them. `status` overrules
    what a number would say: 0 printed for a month to come, or for a year that was not filled in."""

    positions: Sequence[int]
    labels: Sequence[str]
    keys: Sequence[str]
    periods: Sequence[Period] | None = None
    measures: Sequence[Measure] | None = None
    status: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Axis:
        """Lines that all have a period, or none, and the same of the measures."""
        given = [*lines]
        return cls(
            [line.position for line in given],
            [line.label for line in given],
            [line.key for line in given],
            [line.period for line in given if line.period] or None,
            [line.measure for line in given if line.measure] or None,
        )


@dataclass(frozen=True, slots=True)
class Block:
    """A published table, or the part of one that is of one period. `period` and `measure` hold for all of it where no
    axis gives them."""

    sheet: Sheet
    dataflow: str
    title: str
    rows: Axis
    columns: Axis
    period: Period | None = None
    measure: Measure | None = None
    data_through: date | None = None
    #: the day by which "not over yet" is judged where the table itself does not say how far its data run
    judged_by: date | None = None
    blank: int | None = None  # status of a cell that is blank; None: nothing is said in it
    #: what this table prints in place of a figure ▶ status, beside the marks of all tables of its source
    marks: Mapping[str, int] = field(default_factory=dict)


def where(rows: Sequence[int], columns: Sequence[int]) -> Any:
    """Index of the cells of some rows and columns: slices where these stand side by side, for they are quicker."""
    down, along = range(rows[0], rows[0] + len(rows)), range(columns[0], columns[0] + len(columns))
    if [*down] == [*rows] and [*along] == [*columns]:
        return slice(down.start, down.stop), slice(along.start, along.stop)
    return np.ix_(rows, columns)


def zeros(sheet: Sheet, rows: Sequence[int], columns: Sequence[int], *, of_rows: bool = False) -> list[bool]:
    """For each column whether it prints 0 in every row that prints a number, and prints at least one; or for each
    row."""
    region = where(rows, columns)
    number = sheet.numeric[region]
    along = int(of_rows)
    only_zeros = ~(number & (sheet.numbers[region] != 0)).any(axis=along)
    return (number.any(axis=along) & only_zeros).tolist()  # type: ignore[no-any-return]
