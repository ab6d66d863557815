"""What a percentage of change is said of."""

from __future__ import annotations

import re

from collectors.claims.numbers import Number
from collectors.claims.triggers import Trigger, lists

SUBJECT_OF_CHANGE = re.compile(
    r"(?:^|[,;:—.“\"]|\b(?:and|but|while|as|that)\b)\s*(?P<subject>[^,;:—]{3,60}?)"
    r" (?:has |have |had |was |were |is |are )?"
    r"(?:fell|fallen|dropped|declined|decreased|plunged|plummeted|down|rose|risen|increased|jumped|surged|climbed|soared"
    r"|up|reduced|cut|grew|grown)"
    r"(?: by)?(?: (?:about|nearly|almost|roughly|more than|over|some|an? (?:\w+ ){0,2}))?\s*$",
    re.IGNORECASE,
)
OPEN_SUBJECT = re.compile(
    r"\b(?:it|that|this|they|which|those|these|numbers?|total|figures?|rate|pace|level|average|increase|\d[\d,.]*"
    r"|ones?|flow|population|border)\b|[“\"]$",
    re.IGNORECASE,
)


def changes_otherwise(text: str, start: int, number: Number, acts: list[Trigger]) -> bool:
    """`fentanyl traffic fell by 54 percent`: what changes is named, and is no enforcement."""
    found = SUBJECT_OF_CHANGE.search(text[start : number.start])
    if found is None or OPEN_SUBJECT.search(found["subject"]) or lists()["people"].search(found["subject"]):
        return False
    first, last = start + found.start("subject"), start + found.end("subject")
    return not any(first <= one.start < last and one.measure for one in acts)
