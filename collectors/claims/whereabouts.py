"""Where CBP counts: a sector of Border Patrol, a border, or the whole country; it holds until a text names another.

"Agents apprehended 5,105 children" in a report on the Tucson Sector counts those of the sector. So a number whose
sentence names no place has that which was named last before it, or else first after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from collectors.claims.lexicons import either, lexicon

SOUTH, NORTH = "southwest border", "northern border"


class Named(NamedTuple):
    """A place where it is named; None: everywhere."""

    start: int
    place: str | None


def named(body: str) -> list[Named]:
    """Every sector and border that a text names, and every "nationwide", in their order."""
    return sorted((*_sectors_of(body), *_borders_of(body), *_everywhere_of(body)), key=lambda one: one.start)


def within(places: list[Named], start: int, end: int) -> str | None:
    """The place that a sentence names; None where it names none, or both borders, or says that it is everywhere."""
    here = [one.place for one in places if start <= one.start < end]
    sectors = [place for place in here if place not in {SOUTH, NORTH, None}]
    if sectors:
        return sectors[0]
    return here[0] if here and len(set(here)) == 1 else None


def around(body: str, places: list[Named], start: int, end: int) -> str | None:
    """The place of a sentence that names none: the last before it, else the first after it; of one that names several
    borders, or everywhere, or says what it is in all, none. No sector where CBP is named: a sector speaks of itself."""
    if any(start <= one.start < end for one in places) or IN_ALL.search(body, start, end):
        return None
    if OF_ALL.search(body, start, end):
        places = [one for one in places if one.place in {SOUTH, NORTH, None}]
    before = [one.place for one in places if one.start < start]
    after = [one.place for one in places if one.start >= end]
    return before[-1] if before else after[0] if after else None


def _sectors_of(body: str) -> Iterator[Named]:
    for found in _sectors().finditer(body):
        yield Named(found.start(), f"{found['valley'] or found['name']} sector")


def _borders_of(body: str) -> Iterator[Named]:
    for found in BORDERS.finditer(body):
        words = found[0].lower()
        yield Named(found.start(), NORTH if words.startswith("north") or "canad" in words else SOUTH)


def _everywhere_of(body: str) -> Iterator[Named]:
    return (Named(found.start(), None) for found in EVERYWHERE.finditer(body))


BORDERS = re.compile(
    r"(?<!Mexico['’]s )(?<!Guatemala['’]s )"
    r"\b(?:south(?:ern|west(?:ern)?)?|u\.?s\.?[-–— ](?:mexic|canad)\w+|mexican|north(?:ern)?|canadian)"
    r"(?: land)? border\b|\bborder with (?:mexico|canada)\b"
    r"|\b(?:at|along|across|jump|crossed|cross|crossing|near) the border\b",
    re.IGNORECASE,
)
EVERYWHERE = re.compile(
    r"\b(?:nationwide|nationally|countrywide|across the (?:country|nation)|all (?:of its )?borders)\b", re.IGNORECASE
)
OF_ALL = re.compile(r"\bCBP\b|\bCustoms and Border Protection\b")
IN_ALL = re.compile(r"\b(?:in all|in total|altogether|overall)\b", re.IGNORECASE)


@cache
def _sectors() -> re.Pattern[str]:
    """The valley is Border Patrol's sector whether the word stands there or not."""
    names = either(lexicon("narrowed")["sectors"])
    return re.compile(
        rf"\b(?P<name>{names})(?: Border Patrol)?(?:['’]s)? [Ss]ector\b|\b(?P<valley>Rio Grande Valley)\b"
    )
