"""The words of enforcement in a sentence, and those of other doings, from `lexicon/measures.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from collectors.claims.lexicons import either, lexicon


@dataclass(frozen=True)
class Trigger:
    """A word of enforcement, or an idle verb (`measure` None), at `start`..`end`."""

    start: int
    end: int
    measure: str | None
    weight: int


@cache
def lists() -> dict[str, re.Pattern[str]]:
    """The lists of nouns and verbs, each as one pattern."""
    words = lexicon("measures")
    told = {
        "people": words["people"]["nouns"],
        "staff": words["staffing"]["nouns"],
        "staff_agency": words["staffing"]["agencies"],
        "staff_verb": words["staffing"]["verbs"],
        "other": words["other"]["nouns"],
        "idle": words["idle"]["verbs"],
        "not_done": words["not_done"]["words"],
        "openers": words["elliptical"]["openers"],
        "border": words["border"]["words"],
        "facility": words["facility"]["words"],
        "programmes": words["programmes"]["words"],
        **{f"change_{kind}": one for kind, one in words["change"].items()},
    }
    return {name: re.compile(rf"(?<![\w-]){either(one)}(?!\w)", re.IGNORECASE) for name, one in told.items()}


@cache
def _triggers() -> list[tuple[str, int, re.Pattern[str]]]:
    return [
        (one["measure"], one["weight"], re.compile(rf"(?<![\w-]){either(one['words'])}(?!\w)", re.IGNORECASE))
        for one in lexicon("measures")["trigger"]
    ]


def triggers(text: str, start: int, end: int) -> list[Trigger]:
    """The words of enforcement between two places, and those of other doings; the longer where two overlap."""
    told = list(text[start:end])
    for match in lists()["not_done"].finditer(text, start, end):
        told[match.start() - start : match.end() - start] = "·" * (match.end() - match.start())
    words = "".join(told)
    found = [
        Trigger(start + m.start(), start + m.end(), measure, weight)
        for measure, weight, form in _triggers()
        for m in form.finditer(words)
    ]
    found += [Trigger(m.start(), m.end(), None, 0) for m in lists()["idle"].finditer(text, start, end)]
    kept: list[Trigger] = []
    for one in sorted(found, key=lambda each: (each.start - each.end, -each.weight)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda each: each.start)
