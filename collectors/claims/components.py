"""Which part of CBP a number counts: Border Patrol, or the officers at the ports of entry.

"Apprehended" and "agents" are Border Patrol's words. CBP prints its encounters for both and for each, so a number is
held against what its own words name; decided here, where the whole sentence is at hand, and kept with the claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from collectors.claims.taking_up import Placed, taken_up

USBP, OFO = "USBP", "OFO"
MEASURES = {"encounters", "arrests", "expulsions", "releases"}
AGENCIES = {"CBP", None}
BETWEEN = re.compile(r"\bbetween (?:the |official |legal )*ports\b", re.IGNORECASE)
PORTS = re.compile(
    r"\b(?:at|through|to|from|via) (?:the |official |legal |authorized |designated |land |border )*"
    r"(?:ports? of entry|border crossings?)"
    r"|\b(?:CBP|customs|field operations) officers?\b|\bOffice of Field Operations\b|\bfield office\b",
    re.IGNORECASE,
)
PATROL = re.compile(r"\bborder patrol\b|\bUSBP\b|\b(?:border )?agents\b|\bapprehen", re.IGNORECASE)
#: both of them: "at and between the ports of entry"
BOTH = re.compile(
    r"\b(?:at (?:and|or) between|between (?:and|or) at)\b"
    r"|\bagents (?:and|or) (?:\w+ )?officers\b|\bofficers (?:and|or) (?:border patrol )?agents\b",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"[;:()–—]|,? (?=(?:and|but|while|plus|including) )|, ")
TOGETHER = re.compile(r"\W*(?:that|this|the) (?:number|total|figure|count)\b[^.]{0,20}\binclud", re.IGNORECASE)


def components(body: str, claims: Sequence[Placed]) -> Iterator[str | None]:
    """Of each claim of a text, in their order: USBP, OFO; None: all of CBP, or none of its acts, or nobody says.

    The words of the number's own clause come first, then those before the first number of the sentence, then, where
    the sentence only takes up the one before it, what that one meant.
    """
    found: list[str | None] = []
    for claim, before in zip(claims, taken_up(body, claims), strict=True):
        said = None
        if claim.measure in MEASURES and claim.agency in AGENCIES:
            said = _own(body, claim, claims)
            if said is None and before is not None:
                said = found[before]
            if said == USBP and _holds_ports(body, claim):
                said = None
        found.append(said)
    yield from found


def _own(body: str, claim: Placed, claims: Sequence[Placed]) -> str | None:
    of_sentence = [one for one in claims if one.quote_start == claim.quote_start]
    first = min(one.value_start for one in of_sentence)
    start = max((one.value_end for one in of_sentence if one.value_end <= claim.value_start), default=claim.quote_start)
    end = min((one.value_start for one in of_sentence if one.value_start >= claim.value_end), default=claim.quote_end)
    start = max([start, *(start + found.end() for found in CLAUSE.finditer(body[start : claim.value_start]))])
    after = CLAUSE.search(body, claim.value_end, end)
    clause = body[start : after.start() if after else end]
    return (
        _named(clause) or _named(body[claim.quote_start : first]) or _alone(body[claim.quote_start : claim.quote_end])
    )


def _named(words: str) -> str | None:
    if BOTH.search(words):
        return None
    if BETWEEN.search(words):
        return USBP
    if PORTS.search(words):
        return OFO
    return USBP if PATROL.search(words) else None


def _alone(sentence: str) -> str | None:
    """What the rest of the sentence says: Border Patrol where it speaks of no port of entry."""
    return None if PORTS.search(sentence) or BOTH.search(sentence) else _named(sentence)


def _holds_ports(body: str, claim: Placed) -> bool:
    """Whether the next sentence says that the number includes people at ports of entry."""
    next_ = body[claim.quote_end : claim.quote_end + 400].lstrip()
    sentence = re.split(r"(?<=[a-z”\"])[.!?]\s", next_, maxsplit=1)[0]
    return TOGETHER.match(sentence) is not None and re.search(r"\bports? of entry\b", sentence) is not None
