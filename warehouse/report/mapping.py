"""Facilities on a map: circles whose area is the number of people, upon the outlines of the states.

The projection is that of the outlines (Albers's equal-area cone; Alaska and Hawaii beside the rest, Alaska at 35 %).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin, sqrt
from pathlib import Path

from warehouse.report.asking import Row
from warehouse.report.drawing import Drawing, Key, Shape, Stop

OUTLINES = Path(__file__).with_name("outlines.json")  # made by outlines.py
WIDTH, HEIGHT = 975, 610
SCALE = 1300.0
LARGEST = 30.0  # radius of the largest circle, in units of the map
BELOW = 20  # units of room below the country, for circles at its southern end


@dataclass(frozen=True, slots=True)
class Cone:
    """One equal-area cone: its middle meridian, the two parallels that are true, what stands at `x`, `y` of the map."""

    meridian: float
    centre: tuple[float, float]
    parallels: tuple[float, float]
    scale: float
    x: float
    y: float

    def __call__(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Degrees ▶ units of the map."""
        x, y = self._raw(longitude - self.meridian, latitude)
        x0, y0 = self._raw(*self.centre)
        return self.x + self.scale * (x - x0), self.y - self.scale * (y - y0)

    def _raw(self, east: float, north: float) -> tuple[float, float]:
        first, second = (sin(radians(one)) for one in self.parallels)
        n = (first + second) / 2
        c = 1 + first * (2 * n - first)
        r = sqrt(c - 2 * n * sin(radians(north))) / n
        return r * sin(n * radians(east)), sqrt(c) / n - r * cos(n * radians(east))


X, Y = WIDTH / 2, HEIGHT / 2
MAINLAND = Cone(-96, (-0.6, 38.7), (29.5, 45.5), SCALE, X, Y)
APART = {
    "AK": Cone(-154, (-2, 58.5), (55, 65), 0.35 * SCALE, X - 0.307 * SCALE, Y + 0.201 * SCALE),
    "HI": Cone(-157, (-3, 19.9), (8, 18), SCALE, X - 0.205 * SCALE, Y + 0.212 * SCALE),
}
TERRITORIES = ("AS", "GU", "MP", "PR", "VI")  # not on this map


def place(row: Row) -> tuple[float, float] | None:
    """Where a row with `state`, `longitude`, `latitude` stands on the map; None where it does not."""
    if row["longitude"] is None or row["latitude"] is None or row["state"] in TERRITORIES:
        return None
    return APART.get(row["state"], MAINLAND)(row["longitude"], row["latitude"])


def facilities(rows: Sequence[Row], value: str) -> Drawing:
    """Rows, the largest first, each with a place and a value; the keys are circles of round numbers."""
    most = max(row[value] for row in rows)
    states = "".join(json.loads(OUTLINES.read_text("utf-8"))["states"].values())
    circles, stops = [], []
    for k, row in enumerate(rows):
        if (at := place(row)) is not None:
            circles.append(circle(*at, radius(row[value], most)))
            stops.append(Stop(100 * at[0] / WIDTH, 100 * at[1] / (HEIGHT + BELOW), k))
    keys = [Key(f"{2 * radius(size, most):.1f}", f"{size:,}") for size in _round_sizes(most)]
    shapes = [Shape(states, "state"), *(Shape(one, "facility") for one in circles)]
    return Drawing(shapes, [], [], stops, keys, [], along="xy", kind="map")


def radius(value: float, most: float) -> float:
    """Of a circle whose area is the value; what is nearly nothing is still seen."""
    return max(1.6, LARGEST * sqrt(value / most))


def circle(x: float, y: float, r: float) -> str:
    """A circle as a path."""
    return f"M{x - r:.1f},{y:.1f}a{r:.1f},{r:.1f} 0 1,0 {2 * r:.1f},0a{r:.1f},{r:.1f} 0 1,0 {-2 * r:.1f},0Z"


def _round_sizes(most: float) -> list[int]:
    return [size for size in (2000, 1000, 500, 100, 10) if size <= most][:4]
