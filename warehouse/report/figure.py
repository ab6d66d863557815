"""What every chart of the page has, and the sentences that several say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from warehouse.report import words
from warehouse.report.asking import Row
from warehouse.report.drawing import Drawing
from warehouse.report.tables import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its words. `point`: a sentence with its figures, which is also what a reader hears who sees none.

    `unit`: what the axis counts. `through`: the last day of its data, from which its age is counted.
    """

    id: str
    title: str
    point: str
    unit: str
    through: date | None
    source: str
    note: str
    drawing: Drawing
    table: Table


def newest_whole(rows: Sequence[Row]) -> Row:
    """The last month that was over when it was counted; the last of all where none was."""
    return next((row for row in reversed(rows) if not row["is_provisional"]), rows[-1])


def year_before(rows: Sequence[Row], newest: Row, name: str) -> Row | None:
    """The same month of the year before, where it is at hand, whole, and not nothing."""
    before = newest["month"].replace(year=newest["month"].year - 1)
    return next((row for row in rows if row["month"] == before and row[name] and not row["is_provisional"]), None)


def on_the_year(rows: Sequence[Row], newest: Row, name: str) -> str:
    """How the newest month stands to the same month of the year before; nothing where that is not at hand."""
    before = year_before(rows, newest, name)
    if before is None or newest[name] is None:
        return ""
    than = words.change(newest[name], before[name])
    return f"That is {than} in {words.month(before['month'])} ({words.number(before[name])})."


def most(rows: Sequence[Row], name: str) -> str:
    """The highest month of all."""
    highest = max(rows, key=lambda row: (row[name] or 0, row["month"]))
    return f"The most in one month: {words.number(highest[name])} in {words.month(highest['month'])}."


def never_whole(rows: Sequence[Row]) -> str:
    """The months before the newest of which no edition at hand has the last days; nothing where there is none."""
    months = [words.month(row["month"]) for row in rows[:-1] if row["is_provisional"]]
    return f"Never printed whole in an edition at hand: {words.listed(months)}." if months else ""
