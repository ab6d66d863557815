"""Why a number counts neither people nor acts: what is glued to it, the calendar, the words beside it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from collectors.claims.lexicons import either, lexicon

if TYPE_CHECKING:
    from collectors.claims.numbers import Number

YOUNGER = re.compile(r"\b(?:be|who were|who are|they were|they are|those) (?:under|over) $")
BEFORE_YEAR = r"\b(?:in|since|by|from|until|through|during|year|early|mid|late"  # "detained in 2013 had …"


def reason(text: str, one: Number) -> str | None:
    """Why a number of a text counts nothing; None where it may count something."""
    return _attached(text, one) or _calendar(text, one) or _by_words(text, one)


def _value(one: Number) -> float:
    return one.low if one.low is not None else one.high if one.high is not None else 0


def is_year(told: str) -> bool:
    """Whether a number is written as years are."""
    return re.fullmatch(r"(?:1[89]|20)\d\d", told) is not None


@cache
def _reasons() -> tuple[list[tuple[str, re.Pattern[str]]], list[tuple[str, re.Pattern[str]]]]:
    words = lexicon("rejects")
    later = [(why, re.compile(rf"[\s”\"]*{either(told)}(?!\w)", re.I)) for why, told in words["after"].items()]
    before = [(why, re.compile(rf"(?<!\w){either(told)}[“\"]?$")) for why, told in words["before"].items() if told]
    return later, before


@cache
def _dates() -> tuple[re.Pattern[str], re.Pattern[str]]:
    month = lexicon("rejects")["months"]
    return (
        re.compile(rf"\b(?:{month})\s(?:\d{{1,2}}(?:, | and |\s?[-–]\s?|, and ))*$"),
        re.compile(rf"\s(?:of )?(?:{month})\b"),
    )


@cache
def _before_year() -> re.Pattern[str]:
    return re.compile(rf"{BEFORE_YEAR}|(?:{lexicon('rejects')['months']})(?: \d{{1,2}},)?) $")


#: reason ▶ what must stand before, the number as printed, what must follow: glued together it is part of something else
ATTACHED = [
    (why, re.compile(rf"{before}$"), re.compile(own), re.compile(after))
    for why, before, own, after in (
        ("phone number", r"\d{3}\)?[-. ]+", "", r"[-. ]\d{3,4}\b"),
        ("phone number", "", "", r"\)?[-. ]\d{3}[-.]\d{4}\b"),
        ("phone number", "", r"\d{3}[-–]\d{3}$", r"[-. ]\d{4}\b"),
        ("phone number", r"\d[-.–]", r"\d{3,4}$", ""),
        ("time or ratio", r"\d[:/]", "", ""),
        ("time or ratio", "", "", r"[:/]\d"),
        ("section of law", "", "", r"\([a-z0-9]\)"),
        ("section of law", r"\(", r"\d{1,2}$", r"\)"),
        ("number in a list", r"(?:^|[.!?”\"]\s+|\n\s*[#*-]*\s*)", r"\d+$", r"[.)]\s+\S"),
        ("part of a name", r"\d[-–]", "", ""),
        ("part of a name", r"(?<!\bmid)(?<!\bpre)(?<!\bpost)(?<!\bnon)(?<!\bsub)(?<=[A-Za-z])[-–]", "", ""),
        ("part of a name", "[#@_]", "", ""),
        ("year", r"\byear of our Lord,? ", "", ""),
        ("part of a compound", "", r"(?!.*(?:%|percent))", r"-(?!plus|odd|year|month|week|day|hour|mile|page)[a-z]"),
    )
]


def _attached(text: str, one: Number) -> str | None:
    """What is glued to it makes it part of something else."""
    before, after = text[max(0, one.start - 24) : one.start], text[one.end : one.end + 24]
    for why, told, own, follows in ATTACHED:
        if own.match(one.text) and follows.match(after) and told.search(before):
            return why
    return None


def _calendar(text: str, one: Number) -> str | None:
    before, after = text[max(0, one.start - 40) : one.start], text[one.end : one.end + 24]
    if one.is_percent or not re.fullmatch(r"\d+(?:\s?[-–]\s?\d{1,2})?", one.text):
        return None
    if is_year(one.text) and (not _people().match(after) or _before_year().search(before)):
        return "year"
    day, month_after = _dates()
    if _value(one) <= 31 and (day.search(before) or month_after.match(after)):
        return "day of a month"
    if is_year(one.text):
        return None
    if (
        10 <= _value(one) <= 99
        and re.search(r"[A-Z][\w.’'-]+,? $", before)
        and re.match(r",|\s(?:of|from)\s[A-Z]", after)
    ):
        return "age" if before.endswith(", ") else None
    if 10 <= _value(one) <= 99 and YOUNGER.search(before) and not _people().match(after):
        return "age"
    if re.search(r"[’']$", before) and len(one.text) == 2:
        return "year"
    return None


@cache
def _people() -> re.Pattern[str]:
    return re.compile(rf"\s(?:[a-z-]+ ){{0,2}}{either(lexicon('measures')['people']['nouns'])}(?!\w)", re.IGNORECASE)


VOTE_FIRST, VOTE_LAST = (
    re.compile(r" ?(?:to|-|–) ?\d{1,3}\b(?! (?:people|arrests|percent))"),
    re.compile(r"\b\d{1,3} ?(?:to|-|–) ?$"),
)
VOTE = re.compile(
    r"\b(?:vot(?:e|ed|es|ing)|passed|approved|rejected|ruled|ruling|split|advanced)\b[^.;]{0,50}$", re.IGNORECASE
)


def _is_vote(text: str, one: Number) -> bool:
    """`passed the bill 230 to 195`, either number or both as one."""
    if not (VOTE_FIRST.match(text, one.end) or VOTE_LAST.search(text[max(0, one.start - 8) : one.start])):
        return False
    return VOTE.search(text[max(0, one.start - 70) : one.start]) is not None


def _by_words(text: str, one: Number) -> str | None:
    if _is_vote(text, one):
        return "votes"
    before, after = text[max(0, one.start - 30) : one.start], text[one.end : one.end + 40]
    later, earlier = _reasons()
    for why, told in earlier:
        if told.search(before):
            return why
    if not one.is_percent:
        for why, told in later:
            if told.match(after):
                return why
    return _idle_one(one, before, after)


def _idle_one(one: Number, before: str, after: str) -> str | None:
    """`one` that is a pronoun; `zero tolerance`; the second number of `one in five`."""
    if re.search(r"\b(?:one|\d+) (?:in|out of)(?: every)? $", before, re.IGNORECASE):
        return "fraction"
    if one.text.lower() == "one" and re.match(r" of ", after):
        return "pronoun"
    if (
        one.text.lower() == "one"
        and not _people().match(after)
        and not re.match(r" (?:\w+ )?(?:separation|arrest|flight|removal)", after)
    ):
        return "pronoun"
    if one.text.lower() in {"zero", "0"} and re.match(r"[”\"]?[- ]tolerance", after, re.IGNORECASE):
        return "part of a name"
    return None
