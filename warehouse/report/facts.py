"""The figures at the head of the page: the newest of each kind, what it was a year before, how old it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from warehouse.report import words
from warehouse.report.asking import Row
from warehouse.report.figure import newest_whole, on_the_year
from warehouse.report.tables import Place, places

NEAR = 21  # days: an edition of another year whose data end farther away is not of the same date


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure in large, what it counts, what stands beside it, the last day of its data, where it stands."""

    value: str
    what: str
    beside: list[str]
    through: date | None
    places: list[Place]


def detained(rows: Sequence[Row]) -> list[Fact]:
    """People held on the newest day, and how many of them have neither a conviction nor a charge."""
    newest = rows[-1]
    day, where = newest["day"], places(newest)
    held = f"people in ICE detention on {words.day(day)}"
    neither = "of them with neither a conviction nor a pending charge"
    of_them = words.share(newest["neither"], newest["total"])
    return [
        Fact(words.number(newest["total"]), held, [_a_year_before(rows, newest)], newest["data_through"], where),
        Fact(words.number(newest["neither"]), neither, [f"{of_them} of all who were held"], newest["data_through"], where),
    ]


def of_month(rows: Sequence[Row], name: str, what: str) -> Fact:
    """The newest month that is whole."""
    newest = newest_whole(rows)
    beside = [on_the_year(rows, newest, name)] if on_the_year(rows, newest, name) else []
    if rows[-1]["is_provisional"] and rows[-1]["data_through"]:
        last = rows[-1]
        counted = f"{words.month(last['month'])} is not whole: {words.number(last[name])} through {words.day(last['data_through'])}."
        beside.append(counted)
    return Fact(
        words.number(newest[name]), f"{what} {words.month(newest['month'])}", beside, newest["data_through"], places(newest)
    )


def same_date(rows: Sequence[Row]) -> Fact:
    """Removals since 1 October, beside those of earlier fiscal years on the edition's day that is nearest."""
    newest = max(rows, key=lambda row: row["day"])
    year, day = newest["fiscal_year"], newest["day"]
    what = f"removals by ICE from 1 October {year - 1} to {words.day(day)}"
    return Fact(words.number(newest["value"]), what, same_dates(rows, newest), newest["data_through"], places(newest))


def same_dates(rows: Sequence[Row], newest: Row) -> list[str]:
    """The two fiscal years before, through the day that is nearest to the newest; none where that is too far away."""
    return [_to_date(rows, newest["fiscal_year"] - back, _earlier(newest["day"], back)) for back in (1, 2)]


def _to_date(rows: Sequence[Row], year: int, day: date) -> str:
    nearest = _nearest([row for row in rows if row["fiscal_year"] == year], day)
    if nearest is None or abs((nearest["day"] - day).days) > NEAR:
        return f"{words.fiscal_year(year)}: no edition within {NEAR} days of {words.day(day)}."
    return f"{words.fiscal_year(year)}: {words.number(nearest['value'])} through {words.day(nearest['day'])}."


def _a_year_before(rows: Sequence[Row], newest: Row) -> str:
    day = _earlier(newest["day"], 1)
    nearest = _nearest([row for row in rows if row["day"] != newest["day"]], day)
    if nearest is None:
        return "No earlier edition is at hand."
    figure = f"{words.number(nearest['total'])} on {words.day(nearest['day'])}"
    if nearest["day"] == day:
        return f"A year before: {figure}."
    away = words.days(abs((nearest["day"] - day).days))
    which = "earlier" if nearest["day"] < day else "later"
    return f"No edition has {words.day(day)}; the nearest: {figure}, {away} {which}."


def _nearest(rows: Sequence[Row], day: date) -> Row | None:
    return min(rows, key=lambda row: (abs((row["day"] - day).days), row["day"]), default=None)


def _earlier(day: date, years: int) -> date:
    """The same day so many years before; of 29 February the 28th."""
    if (day.month, day.day) == (2, 29):
        day -= timedelta(1)
    return day.replace(year=day.year - years)
