"""The figures at the head of the page: the newest of each kind, what it was a year before, how old it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from warehouse.report.asking import Row
from warehouse.report.figure import newest_whole, on_the_year, year_before
from warehouse.report.tables import Place, places
from warehouse.report.words import day, days, fiscal_year, month, number, share

NEAR = 21  # days: an edition of another year whose data end farther away is not of the same date


@dataclass(frozen=True, slots=True)
class Beside:
    """A sentence that stands beside a figure, and where its own figure stands."""

    text: str
    places: list[Place]


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure in large, what it counts, what stands beside it, the last day of its data, where it stands."""

    value: str
    what: str
    beside: list[Beside]
    through: date | None
    places: list[Place]


def detained(rows: Sequence[Row]) -> list[Fact]:
    """People held on the newest day, and how many of them have neither a conviction nor a charge."""
    newest = rows[-1]
    through, of_neither = newest["data_through"], places(newest, "other immigration violator")
    held = f"people in ICE detention on {day(newest['day'])}"
    neither = "of them with neither a conviction nor a pending charge"
    of_all = Beside(f"{share(newest['neither'], newest['total'])} of all who were held.", [])
    return [
        Fact(number(newest["total"]), held, [_a_year_before(rows, newest)], through, places(newest, "total")),
        Fact(number(newest["neither"]), neither, [of_all], through, of_neither),
    ]


def of_month(rows: Sequence[Row], name: str, what: str) -> Fact:
    """The newest month that is whole."""
    newest, last = newest_whole(rows), rows[-1]
    before = year_before(rows, newest, name)
    beside = [Beside(on_the_year(rows, newest, name), places(before, name))] if before else []
    if last["is_provisional"] and last["data_through"]:
        counted = f"{number(last[name])} through {day(last['data_through'])}"
        beside.append(Beside(f"{month(last['month'])} is not whole: {counted}.", places(last, name)))
    return Fact(
        number(newest[name]), f"{what} {month(newest['month'])}", beside, newest["data_through"], places(newest, name)
    )


def same_date(rows: Sequence[Row]) -> Fact:
    """Removals since 1 October, beside those of earlier fiscal years on the edition's day that is nearest."""
    newest = max(rows, key=lambda row: row["day"])
    what = f"removals by ICE from 1 October {newest['fiscal_year'] - 1} to {day(newest['day'])}"
    return Fact(number(newest["value"]), what, same_dates(rows, newest), newest["data_through"], places(newest))


def same_dates(rows: Sequence[Row], newest: Row) -> list[Beside]:
    """The two fiscal years before, through the day that is nearest to the newest; none where that is too far away."""
    return [_to_date(rows, newest["fiscal_year"] - back, _earlier(newest["day"], back)) for back in (1, 2)]


def _to_date(rows: Sequence[Row], year: int, wanted: date) -> Beside:
    nearest = _nearest([row for row in rows if row["fiscal_year"] == year], wanted)
    if nearest is None or abs((nearest["day"] - wanted).days) > NEAR:
        return Beside(f"{fiscal_year(year)}: no edition within {days(NEAR)} of {day(wanted)}.", [])
    counted = f"{number(nearest['value'])} through {day(nearest['day'])}"
    return Beside(f"{fiscal_year(year)}: {counted}.", places(nearest))


def _a_year_before(rows: Sequence[Row], newest: Row) -> Beside:
    wanted = _earlier(newest["day"], 1)
    nearest = _nearest([row for row in rows if row["day"] != newest["day"]], wanted)
    if nearest is None:
        return Beside("No earlier edition is at hand.", [])
    figure = f"{number(nearest['total'])} on {day(nearest['day'])}"
    if nearest["day"] == wanted:
        return Beside(f"A year before: {figure}.", places(nearest, "total"))
    away = days(abs((nearest["day"] - wanted).days))
    which = "earlier" if nearest["day"] < wanted else "later"
    return Beside(f"No edition has {day(wanted)}; the nearest: {figure}, {away} {which}.", places(nearest, "total"))


def _nearest(rows: Sequence[Row], wanted: date) -> Row | None:
    return min(rows, key=lambda row: (abs((row["day"] - wanted).days), row["day"]), default=None)


def _earlier(value: date, years: int) -> date:
    """The same day so many years before; of 29 February the 28th."""
    if (value.month, value.day) == (2, 29):
        value -= timedelta(1)
    return value.replace(year=value.year - years)
