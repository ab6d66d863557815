"""Expressions of time in a sentence, resolved against the day of publication.

The forms stand in the lexicon, their meanings in `meanings`; where two overlap the longer one holds. A day on which
something was only said ("said Monday") is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from collectors.claims.calendars import Days
from collectors.claims.lexicons import either, lexicon
from collectors.claims.meanings import MEANINGS, Meaning

SUFFERED = re.compile(r"\b(?:were|was|been) released\b")  # people, not figures


@dataclass(frozen=True)
class Time:
    """An expression at `start`..`end`. `kind` is a period_kind; `days` are None where it names none; `firm` is False
    where it could be read otherwise; `rule` names what read it."""

    start: int
    end: int
    kind: str
    days: Days | None
    rule: str
    firm: bool = True


def times(text: str, start: int, end: int, published: date) -> list[Time]:
    """The expressions between two places of a text, in their order. Rates are left to `rates`."""
    found: list[Time] = []
    for name, form in _forms():
        for match in form.finditer(text, start, end):
            meaning = None if _is_of_speech(text, start, match) else _meaning(name, match, published)
            if meaning is not None:
                kind, days, firm = meaning
                found.append(Time(match.start(), match.end(), kind, days, name, firm))
    return sorted(_longest(found), key=lambda one: one.start)


def rates(text: str, start: int, end: int) -> list[Time]:
    """`a day`, `per month`, `annually` …: the kind of rate, without days."""
    return [
        Time(match.start(), match.end(), kind, None, "rate")
        for kind, form in _rate_forms()
        for match in form.finditer(text, start, end)
    ]


@cache
def _rate_forms() -> list[tuple[str, re.Pattern[str]]]:
    return [
        (
            kind,
            re.compile(
                rf"(?<![\w-]){either(words)}(?!\w)(?! (?:ago|earlier|later|before|after|prior|low|high|record|basis))",
                re.IGNORECASE,
            ),
        )
        for kind, words in lexicon("times")["rates"].items()
    ]


def _meaning(name: str, match: re.Match[str], published: date) -> Meaning:
    """None for a day that no calendar has (31 June)."""
    try:
        return MEANINGS[name](match, published)
    except (ValueError, OverflowError):
        return None


def _longest(found: list[Time]) -> Iterator[Time]:
    taken: list[Time] = []
    for one in sorted(found, key=lambda each: (each.start - each.end, each.start)):
        if all(one.end <= other.start or other.end <= one.start for other in taken):
            taken.append(one)
            yield one


def _is_of_speech(text: str, start: int, match: re.Match[str]) -> bool:
    """`said Monday`, `released last week`: when it was said."""
    if not re.match(
        r"(?:on |late |early |last |this )*(?:mon|tues|wednes|thurs|fri|satur|sun|week|month|today|yesterday)",
        match[0],
        re.I,
    ):
        return False
    said = _speech().search(text, max(start, match.start() - 40), match.start())
    return said is not None and not SUFFERED.search(text[max(0, said.start() - 6) : said.end()])


@cache
def _speech() -> re.Pattern[str]:
    words = lexicon("times")["after_speech"]
    between = either(words["between"])
    return re.compile(rf"\b{either(words['words'])}(?: {between}){{0,3}}[ ,]*$", re.IGNORECASE)


@cache
def _forms() -> list[tuple[str, re.Pattern[str]]]:
    """Every form, with the lists of the lexicon in the place of `@month`, `@count` …"""
    words = lexicon("times")
    lists = {
        "month": rf"{either(words['months'])}\b\.?",
        "count": rf"(?:\d{{1,3}}|{either(words['counts'])})",
        "nth": either(words["nth"]),
        "weekday": either(words["weekdays"]),
        "season": either(words["seasons"]),
        "name": either(words["terms"]),
        "unit": "(?:days?|weeks?|months?|years?)",
        "year": r"(?:19|20)\d\d",
        "day": r"\d{1,2}",
    }

    def form(told: str) -> re.Pattern[str]:
        filled = re.sub(r"@([a-z]+)(2?)", lambda m: f"(?P<{m[1]}{m[2]}>{lists[m[1]]})", told)
        return re.compile(rf"(?<![\w$])(?:{filled})(?![\w%])", re.IGNORECASE)

    return [(name, form(told)) for name, forms in lexicon("time_forms").items() for told in forms]
