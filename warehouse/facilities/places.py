"""Zip, city and state ▶ county and coordinates, by the data of the library `zipcodes`, without a network.

The zip decides where it is one of that state and not far from that city, or of that city of another state. Else it was
misprinted, and the city of that state decides, by most of its zips.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from math import asin, cos, radians, sin, sqrt
from typing import Any

from warehouse.facilities.words import city_of

TOO_FAR = 30.0  # miles from the middle of a city to that of a zip that is printed with it
MANY = 300  # lookups one by one take a millisecond each; all zips at once half a second
_EARTH_MILES = 3958.8


@dataclass(frozen=True, slots=True)
class Place:
    """County without the word; the middle of a zip or city in degrees; None where nobody knows."""

    county: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    located_by: str | None = None  # zip or city


def locate(wanted: Collection[tuple[str, str, str]]) -> dict[tuple[str, str, str], Place]:
    """Where each zip (five digits or ''), city and state (postal code in lower case or '') is."""
    if not wanted:
        return {}
    zipcodes = _zipcodes()
    if len(wanted) > MANY:
        every = {str(one["zip_code"]): one for one in zipcodes.list_all()}
    else:
        found = {zip_: zipcodes.matching(zip_) for zip_, _, _ in wanted if zip_}
        every = {zip_: ones[0] for zip_, ones in found.items() if ones}
    return {one: _place(*one, every) for one in sorted(wanted)}


def _zipcodes() -> Any:
    """The library, which takes half a second at its first lookup: only where there is something new to look up."""
    return import_module("zipcodes")


def miles(one: Place, other: Place) -> float | None:
    """The way between two middles through the air; None where one is not known."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    y1, x1, y2, x2 = map(radians, (one.latitude, one.longitude, other.latitude, other.longitude))
    return 2 * _EARTH_MILES * asin(sqrt(sin((y2 - y1) / 2) ** 2 + cos(y1) * cos(y2) * sin((x2 - x1) / 2) ** 2))


def _place(zip_: str, city: str, state: str, every: Mapping[str, Mapping[str, Any]]) -> Place:
    found = every.get(zip_)
    named = city_of(city)
    if found and _is_in(found, named):
        return _of([found], "zip")
    there = _of(_zips_of(named, state), "city")
    if found and (not state or found["state"].lower() == state):
        here = _of([found], "zip")
        far = miles(here, there)
        return there if far is not None and far > TOO_FAR else here
    return there


def _zips_of(city: str, state: str) -> tuple[Mapping[str, Any], ...]:
    if not state or not city:
        return ()
    named, also_named = _cities_of(state)
    return tuple(named.get(city) or also_named.get(city, ()))


@lru_cache(maxsize=64)
def _cities_of(
    state: str,
) -> tuple[Mapping[str, Sequence[Mapping[str, Any]]], Mapping[str, Sequence[Mapping[str, Any]]]]:
    """The zips of a state by their city, and by the other cities that they may be called by."""
    named: dict[str, list[Mapping[str, Any]]] = {}
    also_named: dict[str, list[Mapping[str, Any]]] = {}
    for one in _zipcodes().filter_by(state=state.upper()):
        named.setdefault(city_of(one["city"]), []).append(one)
        for other in one["acceptable_cities"]:
            also_named.setdefault(city_of(other), []).append(one)
    return named, also_named


def _is_in(one: Mapping[str, Any], city: str) -> bool:
    return city in map(city_of, (one["city"], *one["acceptable_cities"]))


def _of(zips: Collection[Mapping[str, Any]], by: str) -> Place:
    """The county of most of them, and the middle of those of it."""
    counties = Counter(_county(one) for one in zips)
    if not counties:
        return Place()
    county, _ = min(counties.items(), key=lambda pair: (-pair[1], pair[0] or ""))
    points = [(float(one["lat"]), float(one["long"])) for one in zips if _county(one) == county]
    points = [point for point in points if point != (0.0, 0.0)]  # of military zips
    if not points:
        return Place(county, located_by=by if county else None)
    latitude, longitude = (round(sum(each) / len(points), 4) for each in zip(*points, strict=True))
    return Place(county, latitude, longitude, by)


def _county(one: Mapping[str, Any]) -> str | None:
    words = str(one["county"]).removesuffix(" County").removesuffix(" Parish").removesuffix(" Municipio")
    return words or None
