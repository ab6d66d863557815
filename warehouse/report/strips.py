"""The sources in time: when each edition at hand became known, and the holes between them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from warehouse.report.asking import Row
from warehouse.report.drawing import Drawing, Key, Label, Shape, Stop, bar
from warehouse.report.scales import Days

ROW = 46  # pixels of a source
TOP, BOTTOM = 0.5, 0.85  # of its row: above stands its name


def strips(sources: Sequence[Row], editions: Sequence[Row], gaps: Sequence[Row], today: date) -> Drawing:
    """A strip a source (`source_id`, `name`), a line an edition (`day`), holes (`gap_from`, `gap_to`) filled."""
    first = min(one["day"] for one in editions)
    across = Days(first.replace(day=1), today)
    height = 100 / len(sources)
    holes, ticks, stops, labels = [], [], [], []
    for k, source in enumerate(sources):
        top, bottom = height * (k + TOP), height * (k + BOTTOM)
        labels.append(Label(0, height * (k + TOP - 0.04), source["name"], "strip"))
        for gap in _of(gaps, source):
            holes.append(bar(across(gap["gap_from"]), across(gap["gap_to"] or today), top, bottom))
        for edition in _of(editions, source):
            x = across(edition["day"])
            ticks.append(f"M{x:.2f},{top:.2f}V{bottom:.2f}")
            stops.append(Stop(x, (top + bottom) / 2, k))
    shapes = [Shape("".join(holes), "hole"), Shape("".join(ticks), "edition")]
    keys = [Key("edition", "an edition at hand"), Key("hole", "no edition at hand for longer than usual")]
    return Drawing(
        shapes, across.ticks(), [], stops, keys, labels, along="xy", kind="strips", height=ROW * len(sources)
    )  # fmt: skip


def _of(rows: Sequence[Row], source: Row) -> list[Row]:
    return [row for row in rows if row["source_id"] == source["source_id"]]
