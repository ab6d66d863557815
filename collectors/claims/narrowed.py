"""Whether a number counts fewer than all: people of one kind or nationality, or in one place within the country.

A claim of 40 Colombians in Texas is not held against a figure of everybody. What is read here is that somebody is left
out, by words that stand beside the number; not who exactly is counted. Of what CBP does the place is also a sector of
Border Patrol, or a border (`whereabouts`): that is how its figures are divided.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from collectors.claims.lexicons import either, lexicon
from collectors.claims.reading import Claim
from collectors.claims.taking_up import taken_up
from collectors.claims.whereabouts import EVERYWHERE, Named, around, named, within

INTERIOR = re.compile(r"\binterior (?:removals|deportations)\b|\bfrom the (?:\w+ )?interior\b", re.IGNORECASE)
ACTS = re.compile(
    r"\b(?:encounters?|apprehensions?|arrests?|removals?|deportations?|expulsions?|book-ins?|detentions?|releases?)"
    r" (?:of|with) ",
    re.IGNORECASE,
)
WAYS = {
    "repatriated": re.compile(r"\brepatriat|\breturn\w+,? (?:and|or) exp(?:el|uls)", re.IGNORECASE),
    "removed or returned": re.compile(r"\b(?:remov|deport)\w+ (?:and|or) return", re.IGNORECASE),
}
#: behind a number that has no noun of its own: "compared with 4,577 in 2014"
NO_NOUN = re.compile(
    r"\W*(?:$|(?:in|during|at|for|from|over|last|this|the same|so far|alone|a year|as of|by|through|since|on|when|and)"
    r"\b)"
)


class Narrowed(NamedTuple):
    """Who is counted, and where; None: all, everywhere, as far as the words beside the number say."""

    population: str | None
    geography: str | None


def narrowed(body: str, claims: Sequence[Claim]) -> Iterator[Narrowed]:
    """Of each claim of a text, in their order. What stands behind a number is its own, up to the next claim of the
    sentence; a place before the first one is that of all. A number without a noun counts whom the one before it does.
    """
    places, found = named(body), list[Narrowed]()
    for n, (claim, before) in enumerate(zip(claims, taken_up(body, claims), strict=True)):
        of_sentence = [one for one in claims if one.quote_start == claim.quote_start]
        end = min(
            (one.value_start for one in of_sentence if one.value_start > claim.value_start), default=claim.quote_end
        )
        first = min(one.value_start for one in of_sentence)
        behind, lead = body[claim.value_end : end], body[claim.quote_start : first]
        people = claim.population or _people(behind) or _of_whom(lead)
        if people is None and claim.measure in {"removals", "returns", "expulsions"}:
            people = _how(lead) or _how(behind)
        previous = before if claim.value_start == first else n - 1
        if people is None and previous is not None and NO_NOUN.match(behind):
            people = found[previous].population if claims[previous].measure == claim.measure else None
        if claim.agency == "CBP" or claim.measure == "encounters":
            place = _of_cbp(places, claim, behind, end) or _place(behind) or _place(lead)
            if place is None and before is not None and claims[before].measure == claim.measure:
                place = found[before].geography
            place = place or around(body, places, claim.quote_start, claim.quote_end)
        else:
            place = _place(behind) or _place(lead)
        if place is None and claim.measure == "removals" and (INTERIOR.search(behind) or INTERIOR.search(lead)):
            place = "US interior"
        found.append(Narrowed(people, place))
    yield from found


def _of_cbp(places: list[Named], claim: Claim, behind: str, end: int) -> str | None:
    """The place behind the number, else that of the sentence, unless the number is said to be everybody's."""
    if EVERYWHERE.search(behind):
        return None
    return within(places, claim.value_end, end) or within(places, claim.quote_start, claim.quote_end)


def _people(behind: str) -> str | None:
    return _kind(_from().match(behind) or _kinds().match(behind))


def _of_whom(lead: str) -> str | None:
    """Apprehensions of Venezuelans, encounters with people from Cuba."""
    acts = list(ACTS.finditer(lead))
    return _people(f" {lead[acts[-1].end() :]}") if acts else None


def _how(words: str) -> str | None:
    """Removed or returned: more than those who are removed."""
    return next((name for name, way in WAYS.items() if way.search(words)), None)


def _kind(found: re.Match[str] | None) -> str | None:
    if found is None:
        return None
    more = _kinds_beside().match(found.string, found.end())
    if more:
        return f"{found[1]} {more[1]}"
    return "families" if found[1].lower().startswith(("famil", "fmua")) else found[1]


def _place(words: str) -> str | None:
    for found in _places().finditer(words):
        if not _speaking().search(words, 0, found.start()):
            return found[1]
    return None


@cache
def _kinds() -> re.Pattern[str]:
    """At most three words between the number and the kind, and no mark of punctuation."""
    words = lexicon("narrowed")
    return re.compile(
        rf"(?:\s+[\w'’-]+){{0,3}}?\s+[“\"']?((?:{either(words['nationalities'])}|(?i:{either(words['groups'])}))(?!\w))"
    )


@cache
def _kinds_beside() -> re.Pattern[str]:
    """A second kind right behind the first: Venezuelan families are neither all of these nor all of those."""
    words = lexicon("narrowed")
    kinds = rf"(?:{either(words['nationalities'])}|(?i:{either(words['groups'])}))"
    return re.compile(rf"(?:\s+(?i:alien|migrant|immigrant|illegal))?\s+({kinds})(?!\w)")


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
