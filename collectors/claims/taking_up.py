"""Sentences that take up the one before them.

"That's a 93 % decrease from May 2024, when 117,905 were caught" counts who was counted just before, in the same place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

BEGINS = re.compile(
    r"[^,.]{0,60},? (?:that|this|it)(?:['’]s| is| was| represents?| marks?| compares?| amounts?)\b"
    r"|\W*(?:that|this|these|those|it|the (?:number|total|figure)s?)(?:['’]s)?\b"
    r"|\W*(?:compared|down|up)\b|\W*(?:last|the previous) year['’]s\b",
    re.IGNORECASE,
)
#: somebody else than before, or all together
OTHERS = re.compile(
    r"\bCBP\b|\bCustoms and Border Protection\b|\bHomeland Security\b"
    r"|\b(?:in all|in total|overall|combined|nationwide)\b",
    re.IGNORECASE,
)
ENDS = re.compile(r"[.!?]\W*\s")


class Placed(Protocol):
    """What is asked of a claim: where its number and its sentence stand, what it measures, of whom."""

    @property
    def value_start(self) -> int: ...
    @property
    def value_end(self) -> int: ...
    @property
    def quote_start(self) -> int: ...
    @property
    def quote_end(self) -> int: ...
    @property
    def measure(self) -> str: ...
    @property
    def agency(self) -> str | None: ...


def taken_up(body: str, claims: Sequence[Placed]) -> Iterator[int | None]:
    """Of each claim of a text, in their order, which one its sentence takes up: the last of the sentence right before;
    None where it takes up none."""
    last: int | None = None
    for n, claim in enumerate(claims):
        if n and claims[n - 1].quote_start != claim.quote_start:
            last = n - 1
        yield last if last is not None and _takes_up(body, claim, claims[last]) else None


def _takes_up(body: str, claim: Placed, before: Placed) -> bool:
    between = body[before.quote_end : claim.quote_start].lstrip(' \n,.;:”"’')
    sentence = f"{between}{body[claim.quote_start : claim.quote_end]}"
    return ENDS.search(between) is None and BEGINS.match(sentence) is not None and OTHERS.search(sentence) is None
