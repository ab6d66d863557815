"""Whether a number counts fewer than all: people of one kind or nationality, or in one place within the country.

A claim of 40 Colombians in Texas is not held against a figure of everybody. What is read here is that somebody is left
out, by words that stand beside the number; not who exactly is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from collectors.claims.lexicons import either, lexicon
from collectors.claims.reading import Claim


class Narrowed(NamedTuple):
    """Who is counted, and where; None: all, everywhere, as far as the words beside the number say."""

    population: str | None
    geography: str | None


def narrowed(body: str, claims: Sequence[Claim]) -> Iterator[Narrowed]:
    """Of each claim of a text, in their order. What stands behind a number is its own, up to the next claim of the
    sentence; a place before the first one is that of all."""
    for claim in claims:
        of_sentence = [one for one in claims if one.quote_start == claim.quote_start]
        end = min(
            (one.value_start for one in of_sentence if one.value_start > claim.value_start), default=claim.quote_end
        )
        first = min(one.value_start for one in of_sentence)
        behind, lead = body[claim.value_end : end], body[claim.quote_start : first]
        yield Narrowed(claim.population or _people(behind), _place(behind) or _place(lead))


def _people(behind: str) -> str | None:
    found = _kinds().match(behind)
    return "families" if found and found[1].lower().startswith("famil") else found[1] if found else None


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
        rf"(?:\s+[\w'’-]+){{0,3}}?\s+((?:{either(words['nationalities'])}|(?i:{either(words['groups'])}))(?!\w))"
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
