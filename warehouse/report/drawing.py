"""What a chart consists of, without a word of HTML: paths, ticks, labels, and the places where its figures stand.

All places are percents of the width and height of the drawing, from its upper left; so one drawing serves every width,
and its words keep their size. `template.html` makes HTML and SVG of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """A path of SVG, and how it is painted (classes of the style sheet)."""

    path: str
    look: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis; a minor one has no word on a narrow screen."""

    at: float
    text: str
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A word beside what it names."""

    x: float
    y: float
    text: str
    look: str


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the figures of a row of the table stand: what a pointer or an arrow key goes to."""

    x: float
    y: float
    row: int


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of the legend."""

    look: str
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart. `along`: x where a pointer finds the nearest stop by its x alone, else xy."""

    shapes: list[Shape]
    x_ticks: list[Tick]
    y_ticks: list[Tick]
    stops: list[Stop]
    keys: list[Key]
    labels: list[Label]
    along: str = "x"
    kind: str = "chart"
    height: int = 300  # pixels

    @property
    def stops_text(self) -> str:
        """The stops as one attribute: x,y,row;…"""
        return ";".join(f"{stop.x:.2f},{stop.y:.2f},{stop.row}" for stop in self.stops)


def bar(left: float, right: float, top: float, bottom: float) -> str:
    """A rectangle."""
    return f"M{left:.2f},{top:.2f}H{right:.2f}V{bottom:.2f}H{left:.2f}Z"


def line(points: Iterable[tuple[float, float]]) -> str:
    """A line through points."""
    return "M" + "L".join(f"{x:.2f},{y:.2f}" for x, y in points)


def dots(points: Iterable[tuple[float, float]]) -> str:
    """Points: lines of next to no length, whose round ends are seen (of none at all, not in every browser)."""
    return "".join(f"M{x:.2f},{y:.2f}h.001" for x, y in points)
