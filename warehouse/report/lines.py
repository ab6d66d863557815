"""Figures in time as lines, broken (drawn as dashes) where nothing was printed for long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from warehouse.report.asking import Row
from warehouse.report.drawing import Drawing, Key, Label, Shape, Stop, Tick, dots, line
from warehouse.report.scales import Days, linear
from warehouse.report.words import MONTHS

PLACES = tuple[float, float]


def lines(rows: Sequence[Row], when: str, series: dict[str, str], *, hole: int, points: bool = True) -> Drawing:
    """Rows with a day (`when`) and a value or null for each of `series` (its column ▶ its name), in order of time.

    `hole`: of how many days between two figures the line is dashed. `points`: whether each figure has a dot.
    """
    across = Days(rows[0][when], rows[-1][when] + timedelta(1))
    up = linear(0, max(row[one] or 0 for row in rows for one in series))
    shapes: list[Shape] = []
    for n, one in enumerate(series):
        drawn = [row for row in rows if row[one] is not None]
        places = [(across(row[when]), up(row[one])) for row in drawn]
        shapes += pieces([row[when] for row in drawn], places, hole, f"s{n}")
        if points:
            shapes.append(Shape(dots(places), f"dots s{n}"))
        hollow = [place for row, place in zip(drawn, places, strict=True) if row["is_provisional"]]
        if hollow:
            shapes += [Shape(dots(hollow), f"dots large s{n}"), Shape(dots(hollow), "dots inner")]
    stops = [
        Stop(across(row[when]), min(up(row[one]) for one in series if row[one] is not None), k)
        for k, row in enumerate(rows)
        if any(row[one] is not None for one in series)
    ]
    keys = [Key(f"line s{n}", name) for n, name in enumerate(series.values())]
    keys += [Key("line dashed", "no figure at hand")] * any("dashed" in shape.look for shape in shapes)
    keys += [Key("ring", "month not whole")] * any("inner" in shape.look for shape in shapes)
    return Drawing(shapes, across.ticks(), up.ticks(), stops, keys, [])


def pieces(days: Sequence[date], places: Sequence[PLACES], hole: int, look: str) -> list[Shape]:
    """A line from place to place; dashes over holes of more than so many days."""
    whole, dashed = [places[:1]], []
    for before, after, place in zip(days, days[1:], places[1:], strict=False):
        if (after - before).days > hole:
            dashed.append([whole[-1][-1], place])
            whole.append([place])
        else:
            whole[-1] = [*whole[-1], place]
    shapes = [Shape("".join(line(piece) for piece in dashed), f"line dashed {look}")] if dashed else []
    return [*shapes, Shape("".join(line(piece) for piece in whole if len(piece) > 1), f"line {look}")]


def years(rows: Sequence[Row], day: str, year: str, value: str, apart: float = 6.0) -> Drawing:
    """Running totals since 1 October, a line a fiscal year, the newest two set off; named where they end.

    `apart`: the least distance of two names, in percent of the height.
    """
    newest = max(row[year] for row in rows)
    up = linear(0, max(row[value] for row in rows))
    shapes, stops, ends = [], [], []
    for one in sorted({row[year] for row in rows}):
        look = {newest: "now", newest - 1: "before"}.get(one, "earlier")
        places = [(0.0, up(0))]
        for k, row in enumerate(rows):
            if row[year] == one:
                places.append((_of_year(row[day], one), up(row[value])))
                stops.append(Stop(*places[-1], k))
        shapes += [Shape(line(places), f"line {look}"), Shape(dots(places[1:]), f"dots {look}")]
        ends.append((places[-1], f"FY{one}", look))
    firsts = [(date(newest - (month >= 10), month, 1), MONTHS[month - 1][:3]) for month in (10, 12, 2, 4, 6, 8)]
    months = [Tick(_of_year(day_, newest), name, minor=k % 2 == 1) for k, (day_, name) in enumerate(firsts)]
    return Drawing(shapes, months, up.ticks(), stops, [], _apart(ends, apart), along="xy", kind="chart years")


def _of_year(day: date, fiscal_year: int) -> float:
    """How much of a fiscal year is over when a day begins, in percent."""
    return 100 * (day - date(fiscal_year - 1, 10, 1)).days / 365


def _apart(ends: Sequence[tuple[PLACES, str, str]], least: float) -> list[Label]:
    """Names at the ends of lines; those at the right edge moved until none covers another."""
    labels: list[Label] = []
    for (x, y), text, look in sorted(ends, key=lambda end: -end[0][1]):
        near = [label.y for label in labels if abs(label.x - x) < 12]
        labels.append(Label(x, min([y, *(one - least for one in near)]), text, look))
    return labels
