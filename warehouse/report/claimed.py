"""What reports said, as dots over the published series that counts the same.

A claim of more days than a figure of the series has is drawn as its average, over all of its days: a year's 120,000 is
ten thousand a month. What was said stands in the table and in the words that a pointer brings up.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from warehouse.report.asking import Row
from warehouse.report.drawing import Drawing, Key, Shape, Stop, dots, line
from warehouse.report.lines import pieces
from warehouse.report.scales import Days, linear

MONTH = 365.25 / 12  # days
HOLE = 45  # days without a figure over which the line is dashed
AROUND = 0.15  # of the days that the claims are about: how much of the series is shown before and after them


def claimed(claims: Sequence[Row], figures: Sequence[Row]) -> Drawing:
    """Claims (`value_from`, `value_to`, `period_start`, `period_end`) of one series, over its figures."""
    monthly, is_level = (figures[0]["period_end"] - figures[0]["period_start"]).days > 1, figures[0]["is_level"]
    shown = _around(claims, figures)
    said = [worth(claim) if is_level else average(claim, monthly) for claim in claims]
    firsts = [one["period_start"] for one in [*claims, *shown]]
    across = Days(min(firsts), max(one["period_end"] for one in [*claims, *shown]) + timedelta(1))
    up = linear(0, max([*(one["value"] for one in shown), *said]))
    middles = [_middle(one) for one in shown]
    places = [(across(day), up(one["value"])) for day, one in zip(middles, shown, strict=True)]
    spans, stops = [], []
    for k, (claim, value) in enumerate(zip(claims, said, strict=True)):
        left, right = across(claim["period_start"]), across(claim["period_end"] + timedelta(1))
        spans.append(line([(left, up(value)), (right, up(value))]))
        stops.append(Stop((left + right) / 2, up(value), k))
    at = dots((stop.x, stop.y) for stop in stops)
    series = [*pieces(middles, places, HOLE if monthly or is_level else 2, "s0"), Shape(dots(places), "dots s0")]
    unit = "month" if monthly else "day"
    of_more = "" if is_level else f"; of longer periods the average a {unit}, over their days"
    return Drawing(
        [Shape("".join(spans), "span s1"), *series, Shape(at, "dots said s1")],
        across.ticks(), up.ticks(), stops,
        [
            Key("line s0", "published, on a day" if is_level and not monthly else f"published, a {unit}"),
            Key("dot s1", f"said in a report{of_more}"),
        ],
        [], along="xy",
    )  # fmt: skip


def worth(claim: Row) -> float:
    """The number that was said; of a range its middle."""
    return float(claim["value_from"] + claim["value_to"]) / 2


def average(claim: Row, monthly: bool) -> float:
    """What a claim comes to a month, or a day, of its period; as said where it is a rate or that long itself."""
    value = worth(claim)
    length = (claim["period_end"] - claim["period_start"]).days + 1
    if claim["period_kind"].startswith("rate_per_") or claim["period_kind"] == "day":
        return value
    units = length / MONTH if monthly else length
    return value / units if units > 1.05 else value


def _around(claims: Sequence[Row], figures: Sequence[Row]) -> list[Row]:
    """The figures of the days of the claims, and of some before and after; all where there are none of these days."""
    first, last = min(one["period_start"] for one in claims), max(one["period_end"] for one in claims)
    room = timedelta(max(7, round(AROUND * (last - first).days)))
    near = [one for one in figures if first - room <= one["period_start"] and one["period_end"] <= last + room]
    return near or list(figures)


def _middle(figure: Row) -> date:
    first, last = figure["period_start"], figure["period_end"]
    return date.fromordinal((first.toordinal() + last.toordinal() + 1) // 2)
