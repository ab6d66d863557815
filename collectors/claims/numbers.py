"""Every number in a text: value, qualifier, unit, or the reason why it counts neither people nor acts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from collectors.claims.lexicons import either, lexicon
from collectors.claims.rejections import is_year, reason

DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
PERCENT = re.compile(r"\s?%|[ -]per ?cent(?:age)?(?! points?)\b", re.IGNORECASE)
SHORT = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000}
LONGEST = 80  # characters of a number
LOOK = 60  # characters before a number in which its qualifier stands


@dataclass(frozen=True)
class Number:
    """A number at `start`..`end` of the text.

    `low` and `high`: its values (None where the qualifier leaves that side open); `qualifier`: that of the conventions;
    `is_percent`; `is_vague`: dozens, hundreds, millions …; `rejected`: why it counts nothing, or None.
    """

    start: int
    end: int
    text: str
    low: float | None
    high: float | None
    qualifier: str = "exact"
    is_percent: bool = False
    is_vague: bool = False
    rejected: str | None = None


@cache
def _forms() -> re.Pattern[str]:
    """Vague words, numbers in digits with scale, numbers in words."""
    words = lexicon("numbers")
    scale = either(words["scales"])
    small = either([*words["ones"], *words["tens"]])
    spelled = rf"(?:{small}|an? (?={scale}))(?:[ -](?:and )?(?:{small}|{scale}))*"
    return re.compile(
        rf"(?<![\w])(?:(?P<promise>{either(words['promise'])})|(?P<vague>{either(words['vague'])})"
        rf"|(?P<digits>{DIGITS})(?:(?P<short>[KkMB])\b|[ -](?P<scale>{scale})\b)?"
        rf"|(?P<spelled>an? {scale}\b|{spelled}))(?![A-Za-z0-9])",
        re.IGNORECASE,
    )


def numbers(text: str) -> list[Number]:
    """All numbers of a text in their order; a range is one."""
    found = [_with_percent(text, one) for one in map(_number, _forms().finditer(text)) if one is not None]
    joined = list(_with_ranges(text, found))
    return [_judged(text, _qualified(text, one)) for one in joined]


def _number(found: re.Match[str]) -> Number | None:
    words = lexicon("numbers")
    start, end, told = found.start(), found.end(), found[0]
    if found["promise"]:
        low = words["promise"][told.lower()]
        return Number(start, end, told, low, None, "at_least", is_vague=True)
    if found["vague"]:
        low, high = words["vague"][told.lower()]
        return Number(start, end, told, low, high, "about", is_vague=True)
    if len(told) > LONGEST:
        return None  # no count of people: a key, a table of digits
    if found["digits"]:
        times = (
            SHORT[found["short"].lower()] if found["short"] else words["scales"].get((found["scale"] or "").lower(), 1)
        )
        value = _whole(round(float(found["digits"].replace(",", "")) * times, 6))
    else:
        value = _spelled(told)
    return Number(start, end, told, value, value)


def _whole(value: float) -> float:
    return int(value) if value == int(value) else value


def _spelled(told: str) -> float:
    """`two hundred and five thousand` ▶ 205000."""
    words = lexicon("numbers")
    total, part = 0, 0
    for word in re.split(r"[ -]+", told.lower()):
        if word in words["scales"]:
            part = max(1, part) * words["scales"][word]
            if word not in {"hundred", "dozen"}:
                total, part = total + part, 0
        elif word not in {"a", "an", "and"}:
            part += words["ones"].get(word, words["tens"].get(word, 0))
    return total + part


def _with_percent(text: str, one: Number) -> Number:
    sign = PERCENT.match(text, one.end)
    if sign is None or one.is_vague:
        return one
    return replace(one, end=sign.end(), text=text[one.start : sign.end()], is_percent=True)


def _with_ranges(text: str, found: list[Number]) -> Iterator[Number]:
    """Two numbers with `-`, `to`, or `and` after `between`, are one."""
    n = 0
    while n < len(found):
        both = _range(text, found[n], found[n + 1]) if n + 1 < len(found) else None
        yield both or found[n]
        n += 2 if both else 1


def _range(text: str, one: Number, other: Number) -> Number | None:
    gap, before = text[one.end : other.start], text[max(0, one.start - 12) : one.start].lower()
    is_between = bool(re.search(r"\bbetween [“\"$]?$", before)) and bool(re.fullmatch(r",? and [“\"$]?", gap))
    is_to = bool(re.fullmatch(r"\s?[-–]\s?\$?|,? to \$?| or ", gap)) and not re.search(r"\bfrom [a-z ]{0,8}$", before)
    if (
        not (is_between or is_to)
        or one.low is None
        or other.low is None
        or is_year(one.text)
        or one.is_vague
        or other.is_vague
    ):
        return None
    low = one.low
    if low < other.low and low < 1000 <= other.low and other.text[-1:].isalpha() and not other.is_percent:
        low = _whole(low * _scale(other.text))
    if low >= other.low:
        return None
    span = text[one.start : other.end]
    return Number(one.start, other.end, span, low, other.high, "range", other.is_percent, False)


def _scale(told: str) -> int:
    scales: dict[str, int] = lexicon("numbers")["scales"]
    return scales.get(re.split(r"[ -]", told.lower())[-1], 1)


@cache
def _before() -> re.Pattern[str]:
    words = lexicon("numbers")
    kinds = "|".join(rf"(?P<{kind}>{either(phrases)})" for kind, phrases in words["before"].items())
    return re.compile(
        rf"(?<!\w)(?:{kinds})[\s“\"‘’”$]*(?:{either(words['between']['fillers'])}[\s“\"]+)*$", re.IGNORECASE
    )


@cache
def _after() -> re.Pattern[str]:
    words = lexicon("numbers")["after"]
    kinds = "|".join(rf"(?P<{kind}>{either(phrases)})" for kind, phrases in words.items())
    return re.compile(rf"(?:\s?(?:\w+)?-|\s|(?=[+]))?(?:{kinds})(?!\w)", re.IGNORECASE)


def _qualified(text: str, one: Number) -> Number:
    """With the qualifier of the words around it. A vague word and a range keep their own."""
    if one.is_vague or one.qualifier == "range":
        return one
    before = text[max(0, one.start - LOOK) : one.start]
    found = _before().search(before)
    later = _after().match(text, one.end)
    kind = (found and found.lastgroup) or (later and later.lastgroup) or "exact"
    low = None if kind in {"fewer_than", "up_to"} else one.low
    high = None if kind in {"more_than", "at_least"} else one.high
    return replace(one, low=low, high=high, qualifier=kind)


def _judged(text: str, one: Number) -> Number:
    why = reason(text, one)
    return replace(one, rejected=why) if why else one
