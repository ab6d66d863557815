"""Every number in a text: value, qualifier, unit, or the reason why it counts neither people nor acts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from collectors.claims.lexicons import either, lexicon

DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
PERCENT = re.compile(r"\s?%|[ -]per ?cent(?:age)?(?! points?)\b", re.IGNORECASE)
SHORT = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000}
YOUNGER = re.compile(r"\b(?:be|who were|who are|they were|they are|those) (?:under|over) $")
BEFORE_YEAR = r"\b(?:in|since|by|from|until|through|during|year|early|mid|late"  # "detained in 2013 had …"
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
        or _year(one)
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


def _value(one: Number) -> float:
    return one.low if one.low is not None else one.high if one.high is not None else 0


def _year(one: Number) -> bool:
    return re.fullmatch(r"(?:1[89]|20)\d\d", one.text) is not None


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


def _judged(text: str, one: Number) -> Number:
    why = _attached(text, one) or _calendar(text, one) or _by_words(text, one)
    return replace(one, rejected=why) if why else one


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
    if _year(one) and (not _people().match(after) or _before_year().search(before)):
        return "year"
    day, month_after = _dates()
    if _value(one) <= 31 and (day.search(before) or month_after.match(after)):
        return "day of a month"
    if _year(one):
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
