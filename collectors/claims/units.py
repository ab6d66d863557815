"""The unit of a number: what it counts as worded, or which way a percentage goes."""

from __future__ import annotations

import re

from collectors.claims.numbers import Number
from collectors.claims.triggers import lists, triggers

CHANGE = re.compile(
    r"[”\"]? (?:\w+ )?(?:(increase|rise|jump|surge|growth|hike|gain|more|higher|uptick|spike)"
    r"|(decrease|decline|drop|fewer|less|lower|reduction|fall|dip|plunge))\b"
)


def unit(text: str, start: int, end: int, number: Number, noun: str) -> str:
    """What a number counts, as worded: `arrests`, `children`, `people`, `percent_increase`."""
    if number.is_percent:
        return f"percent_{change(text, start, end, number)}"
    told = noun.lower()
    for unit, words in (("families", "famil"), ("children", "child|kids|minors"), ("beds", "beds")):
        if re.match(words, told) and not re.search(r"member|unit", told):
            return unit
    if "unit" in told:
        return "family units"
    found = triggers(told, 0, len(told))
    return (told if told.endswith("s") else told + "s") if found and found[0].measure else "people"


def change(text: str, start: int, end: int, number: Number) -> str:
    """increase, decrease or share: the word of change that stands nearest, if one is near."""
    after, before = text[number.end : min(end, number.end + 30)], text[max(start, number.start - 45) : number.start]
    later = CHANGE.match(after)
    if later:
        return "increase" if later[1] else "decrease"
    if re.match(r"[”\"]? of (?!a )", after):
        return "share"
    places = {
        kind: max(
            (
                m.end()
                for m in lists()[f"change_{kind}"].finditer(before)
                if m[0].lower() not in {"more", "less", "fewer", "lower", "higher"}
            ),
            default=-1,
        )
        for kind in ("increase", "decrease")
    }
    kind = max(places, key=lambda each: places[each])
    if places[kind] < 0 or re.search(r"[;:]", before[places[kind] :]):
        return "share"
    return kind
