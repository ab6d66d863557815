"""How far figures moved after they were first said: for each month the lowest and highest, and where it stands now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from warehouse.report.asking import Row
from warehouse.report.drawing import Drawing, Key, Shape, Stop, bar, dots
from warehouse.report.scales import Days, linear


def bands(rows: Sequence[Row]) -> Drawing:
    """Rows with `month`, `first`, `lowest`, `highest`, `now`; drawn in percent of `first`, the line at 0."""
    across = Days(rows[0]["month"], rows[-1]["month"] + timedelta(31))
    moved = [
        {name: 100 * (row[name] - row["first"]) / row["first"] for name in ("lowest", "highest", "now")} for row in rows
    ]
    up = linear(min(0.0, *(one["lowest"] for one in moved)), max(0.0, *(one["highest"] for one in moved)))
    places, spans = [], []
    for row, one in zip(rows, moved, strict=True):
        left, right = across(row["month"]), across(row["month"] + timedelta(26))
        spans.append(bar(left, right, up(one["highest"]), up(one["lowest"])))
        places.append(((left + right) / 2, up(one["now"])))
    return Drawing(
        [
            Shape("".join(spans), "band"),
            Shape(f"M0,{up(0):.2f}H100", "zero"),
            Shape(dots(places), "dots s0"),
        ],
        across.ticks(), up.ticks(percent=True),
        [Stop(*place, k) for k, place in enumerate(places)],
        [Key("zero", "as first said"), Key("band", "lowest to highest of all editions"), Key("dot s0", "as said now")],
        [], height=200,
    )  # fmt: skip
