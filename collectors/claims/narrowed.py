"""Whether a number counts fewer than all: people of one kind or nationality, or in one place within the country.

A claim of 40 Colombians in Texas is not held against a figure of everybody. What is read here is that somebody is left
out, by words that stand beside the number; not who exactly is counted. Of what CBP does the place is also a sector of
Border Patrol, or the border that the sentence names: that is how its figures are divided.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from collectors.claims.lexicons import either, lexicon
from collectors.claims.reading import Claim
from collectors.claims.taking_up import taken_up

BORDERS = re.compile(
    r"(?<!Mexico['’]s )(?<!Guatemala['’]s )"
    r"\b(?:south(?:ern|west(?:ern)?)?|u\.?s\.?[-–— ](?:mexic|canad)\w+|mexican|north(?:ern)?|canadian)"
    r"(?: land)? border\b"
    r"|\bborder with (?:mexico|canada)\b",
    re.IGNORECASE,
)
INTERIOR = re.compile(r"\binterior (?:removals|deportations)\b|\bfrom the (?:\w+ )?interior\b", re.IGNORECASE)
ACTS = re.compile(
    r"\b(?:encounters?|apprehensions?|arrests?|removals?|deportations?|expulsions?|book-ins?|detentions?|releases?)"
    r" (?:of|with) ",
    re.IGNORECASE,
)
EVERYWHERE = re.compile(
    r"\b(?:nationwide|nationally|countrywide|across the (?:country|nation)|all borders)\b", re.IGNORECASE
)


class Narrowed(NamedTuple):
    """Who is counted, and where; None: all, everywhere, as far as the words beside the number say."""

    population: str | None
    geography: str | None


def narrowed(body: str, claims: Sequence[Claim]) -> Iterator[Narrowed]:
    """Of each claim of a text, in their order. What stands behind a number is its own, up to the next claim of the
    sentence; a place before the first one is that of all."""
    found: list[Narrowed] = []
    for claim, before in zip(claims, taken_up(body, claims), strict=True):
        of_sentence = [one for one in claims if one.quote_start == claim.quote_start]
        end = min(
            (one.value_start for one in of_sentence if one.value_start > claim.value_start), default=claim.quote_end
        )
        first = min(one.value_start for one in of_sentence)
        behind, lead = body[claim.value_end : end], body[claim.quote_start : first]
        place = _sector(behind) or _place(behind) or _sector(lead) or _place(lead)
        if place is None and claim.measure == "removals":
            place = "US interior" if INTERIOR.search(behind) or INTERIOR.search(lead) else None
        if place is None and (claim.agency == "CBP" or claim.measure == "encounters") and not EVERYWHERE.search(behind):
            place = _border(body[claim.quote_start : claim.quote_end])
            if place is None and before is not None and claims[before].measure == claim.measure:
                place = found[before].geography
        found.append(Narrowed(claim.population or _people(behind) or _of_whom(lead), place))
    yield from found


def _people(behind: str) -> str | None:
    return _kind(_from().match(behind) or _kinds().match(behind))


def _of_whom(lead: str) -> str | None:
    """Apprehensions of Venezuelans, encounters with people from Cuba."""
    acts = list(ACTS.finditer(lead))
    return _people(f" {lead[acts[-1].end() :]}") if acts else None


def _kind(found: re.Match[str] | None) -> str | None:
    if found is None:
        return None
    return "families" if found[1].lower().startswith("famil") else found[1]


def _place(words: str) -> str | None:
    for found in _places().finditer(words):
        if not _speaking().search(words, 0, found.start()):
            return found[1]
    return None


def _sector(words: str) -> str | None:
    found = _sectors().search(words)
    return f"{found['valley'] or found['name']} sector" if found else None


def _border(sentence: str) -> str | None:
    """The border that a sentence names, on this country's side; None where it names both."""
    named = [found[0].lower() for found in BORDERS.finditer(sentence)]
    north = [one for one in named if one.startswith("north") or "canad" in one]
    if len(named) == len(north):
        return "northern border" if north else None
    return None if north else "southwest border"


@cache
def _sectors() -> re.Pattern[str]:
    """The valley is Border Patrol's sector whether the word stands there or not."""
    names = either(lexicon("narrowed")["sectors"])
    return re.compile(
        rf"\b(?P<name>{names})(?: Border Patrol)?(?:['’]s)? [Ss]ector\b|\b(?P<valley>Rio Grande Valley)\b"
    )


@cache
def _kinds() -> re.Pattern[str]:
    """At most three words between the number and the kind, and no mark of punctuation."""
    words = lexicon("narrowed")
    return re.compile(
        rf"(?:\s+[\w'’-]+){{0,3}}?\s+((?:{either(words['nationalities'])}|(?i:{either(words['groups'])}))(?!\w))"
    )


@cache
def _from() -> re.Pattern[str]:
    """People from countries: El Salvador, Guatemala and Honduras; other than Mexico."""
    names = either(lexicon("narrowed")["countries"])
    several = rf"{names}(?:(?:,| and|, and) {names})*"
    return re.compile(
        rf"(?:\s+[\w'’-]+){{1,3}}?\s+(?i:from)\s+(?:the\s+)?((?:countries\s+)?(?:other than\s+)?{several})(?!\w)"
    )


@cache
def _places() -> re.Pattern[str]:
    words = lexicon("narrowed")
    between = rf"(?:{either(words['before'])}\s+)*"
    return re.compile(
        rf"\b(?i:in|across|near|around|throughout|inside)\s+{between}({either(words['places'])})(?![\w]|\s+(?:Times|Post|Tribune))"
    )


@cache
def _speaking() -> re.Pattern[str]:
    """A word of speaking in the same clause, at most some words before."""
    return re.compile(rf"\b{either(lexicon('narrowed')['speaking'])}\b[^,;]{{0,40}}$", re.IGNORECASE)
