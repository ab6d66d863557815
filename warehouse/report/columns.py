"""Months as columns, of several parts one upon the other; hollow where a month was not over when it was counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from warehouse.report.asking import Row
from warehouse.report.drawing import Drawing, Key, Shape, Stop, bar
from warehouse.report.scales import Days, linear

WIDTH = 0.84  # of the month


def columns(rows: Sequence[Row], parts: dict[str, str], *, colour: int = 0) -> Drawing:
    """Rows with `month`, `is_provisional` and a value for each of `parts` (its column ▶ its name), stacked in order.

    `colour`: the number of the first one's.
    """
    across = Days(rows[0]["month"], _following(rows[-1]["month"]))
    up = linear(0, max(sum(row[part] or 0 for part in parts) for row in rows))
    bars: dict[str, list[str]] = {}
    stops = []
    for k, row in enumerate(rows):
        left, right = across(row["month"]), across(_following(row["month"]))
        room, below = (right - left) * (1 - WIDTH) / 2, 0.0
        for n, part in enumerate(parts, colour):
            if value := row[part]:
                look = f"column s{n}" + (" hollow" if row["is_provisional"] else "")
                bars.setdefault(look, []).append(bar(left + room, right - room, up(below + value), up(below)))
                below += value
        stops.append(Stop((left + right) / 2, up(below), k))
    keys = [Key(f"column s{n}", name) for n, name in enumerate(parts.values(), colour)]
    if any(row["is_provisional"] for row in rows):
        keys.append(Key("column hollow", "month not whole"))
    return Drawing(
        [Shape("".join(paths), look) for look, paths in sorted(bars.items())],
        across.ticks(), up.ticks(), stops, keys, [],
    )  # fmt: skip


def _following(month: date) -> date:
    """The first day of the month after."""
    return (month + timedelta(32)).replace(day=1)
