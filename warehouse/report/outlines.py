"""The outlines of the states, made once of a published atlas ▶ `outlines.json` beside this file.

    npm pack us-atlas@3.0.1 && python -m warehouse.report.outlines us-atlas-3.0.1.tgz

The atlas is the Census Bureau's cartographic boundary files of 2017, already in the projection of `mapping.py`. A
border that two states share is one line in it and is thinned once, so that no gap opens between them.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tarfile
from collections.abc import Iterable, Sequence
from math import sqrt
from pathlib import Path
from typing import Any, TypeAlias

from warehouse.report.mapping import HEIGHT, OUTLINES, WIDTH

Point: TypeAlias = tuple[float, float]
MEMBER = "package/states-albers-10m.json"
TOLERANCE = 0.6  # of the 975 units that the country is wide: a third of a line where it is drawn 900 pixels wide
SMALLEST = 3.0  # square units: islands below it are left out


def outlines(topology: dict[str, Any], tolerance: float = TOLERANCE) -> dict[str, str]:
    """The name of each state ▶ its outline as the path of an SVG, in the 975 × 610 units of the atlas."""
    arcs = [thinned(arc, tolerance) for arc in _points(topology)]
    return {
        state["properties"]["name"]: "".join(_path(ring) for ring in _rings(state, arcs))
        for state in sorted(topology["objects"]["states"]["geometries"], key=lambda one: str(one["id"]))
        if any(_rings(state, arcs))
    }


def thinned(points: Sequence[Point], tolerance: float) -> list[Point]:
    """A line without the points that lie within `tolerance` of it (Douglas and Peucker); its ends stay."""
    kept, waiting = {0, len(points) - 1}, [(0, len(points) - 1)]
    if points[0] == points[-1] and len(points) > 3:  # a ring: first cut where it is farthest from its start
        cut = max(range(len(points)), key=lambda k: _squared(points[0], points[k]))
        kept, waiting = {0, cut, len(points) - 1}, [(0, cut), (cut, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        between = range(first + 1, last)
        if not between:
            continue
        farthest = max(between, key=lambda k: _distance(points[k], points[first], points[last]))
        if _distance(points[farthest], points[first], points[last]) > tolerance:
            kept.add(farthest)
            waiting += [(first, farthest), (farthest, last)]
    return [points[k] for k in sorted(kept)]


def _points(topology: dict[str, Any]) -> Iterable[list[Point]]:
    """The arcs of a topology, whose points are steps from the one before in whole units of its grid."""
    (scale_x, scale_y), (left, top) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((left + scale_x * x, top + scale_y * y))
        yield points


def _rings(state: dict[str, Any], arcs: Sequence[Sequence[Point]]) -> list[list[Point]]:
    """The rings of a state that are large enough to be seen. An arc numbered ~k is the arc k walked backwards."""
    many = state["type"] == "MultiPolygon"
    rings = []
    for polygon in state["arcs"] if many else [state["arcs"]]:
        for numbers in polygon:
            parts = [arcs[k] if k >= 0 else arcs[~k][::-1] for k in numbers]
            rings.append([parts[0][0], *(point for part in parts for point in part[1:])])
    return [ring for ring in rings if _area(ring) >= SMALLEST]


def _path(ring: Sequence[Point]) -> str:
    """A ring, closed, with one decimal."""
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in ring[:-1]).replace(".0", "") + "Z"


def _area(ring: Sequence[Point]) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def _squared(a: Point, b: Point) -> float:
    across, down = a[0] - b[0], a[1] - b[1]
    return across * across + down * down


def _distance(point: Point, first: Point, last: Point) -> float:
    """Of a point from the line between two others."""
    length = _squared(first, last)
    if length == 0:
        return sqrt(_squared(point, first))
    along = (point[0] - first[0]) * (last[0] - first[0]) + (point[1] - first[1]) * (last[1] - first[1])
    share = min(1.0, max(0.0, along / length))
    foot = (first[0] + share * (last[0] - first[0]), first[1] + share * (last[1] - first[1]))
    return sqrt(_squared(point, foot))


def main(package: Path) -> None:
    """Write the outlines of a package of the atlas, with where they are from."""
    with tarfile.open(package) as archive:
        member = archive.extractfile(MEMBER)
        if member is None:
            sys.exit(f"{package}: expected {MEMBER}; found no such file. Name a package of us-atlas.")
        content = member.read()
    made = {
        "source": f"npm us-atlas 3.0.1, {Path(MEMBER).name}: U.S. Census Bureau, cartographic boundaries, 2017",
        "sha256": hashlib.sha256(content).hexdigest(),
        "licence": "ISC, Copyright 2013-2019 Michael Bostock; the text stands in LICENCE-us-atlas.txt",
        "made_by": "python -m warehouse.report.outlines",
        "width": WIDTH,
        "height": HEIGHT,
        "states": outlines(json.loads(content)),
    }
    OUTLINES.write_text(json.dumps(made, indent=0, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
