"""For when a number counts: the choice among the times of its sentence, by plain rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from collectors.claims import calendars
from collectors.claims.calendars import Days
from collectors.claims.lexicons import either, lexicon
from collectors.claims.measures import Counted
from collectors.claims.numbers import Number
from collectors.claims.segments import Segments, Sentence
from collectors.claims.terms import in_office_since
from collectors.claims.times import Time, rates, times

BOUNDARY = re.compile(r"[;:—()]|, (?:and|but|while|which|compared|up|down|or)\b|\bcompared\b")
CLAUSE = re.compile(r"[;:—,()]| but | while ")
PREVIOUS = re.compile(r"(?:over |in )?(?:the )?(?:previous|prior) year|the year before", re.IGNORECASE)
UNIT_BEFORE = re.compile(
    r"(?:in |over |during )?(?:the )?(?:previous|prior|preceding) (?:month|week|day)\b", re.IGNORECASE
)
UNIT = re.compile(r"\b(?:month|week|day)\b", re.IGNORECASE)
COMPARED = re.compile(r"over (?:last|the (?:previous|prior)) (?:month|year|week)", re.IGNORECASE)
HEAD = 500  # characters in which a text says what it is about
BOUND = re.compile(
    r"\b(?:began|begins|ended|ends|started|starting|beginning|ending)(?: on)? $"
)  # "…, which began Oct. 1"
FISCAL = re.compile(r"\bfiscal\b|\bFY ?(?:20)?\d\d\b", re.IGNORECASE)
SAME = re.compile(r"\bsame (?:\w+ )?(?:months?|period|time|point)\b|\bat this (?:point|time)\b", re.IGNORECASE)
BASE = re.compile(r"\b(?:compared (?:to|with)(?: [\w ]{0,40})?|from|than|than in|over|versus) $", re.IGNORECASE)
THAN = re.compile(r"^(?:[^;:.]*)\b(?:than|from|compared (?:to|with)|versus) [^,;:]*$", re.IGNORECASE)
SUPERLATIVE = re.compile(r"\b(?:lowest|highest|most|fewest|record|least|worst|best)\b[^,;:]*$", re.IGNORECASE)
FROM = re.compile(r"\b(?:from|than) (?:their |its |the |a )?$", re.IGNORECASE)
TO = re.compile(r"[^,;:]{0,30}\bto (?:\w+ ){0,2}", re.IGNORECASE)  # "from their 2018 level to almost …"


@dataclass(frozen=True)
class Period:
    """A period_kind with its days, both ends inclusive, or None; `rule` says what decided."""

    kind: str
    days: Days | None
    firm: bool
    rule: str


@dataclass(frozen=True)
class Frame:
    """What the text as a whole says about its times: `published`; `is_fiscal` where it counts in fiscal years; `since`,
    the day on which the administration that speaks came into office, where the publisher is its own; `head`, the days
    that the first words of such a text say it is about ("in his first 100 days")."""

    published: date
    is_fiscal: bool
    since: date | None
    head: Days | None = None


def frame(text: str, published: date, publisher: str) -> Frame:
    """The frame of a text."""
    since = in_office_since(published) if publisher in lexicon("sources")["governments"] else None
    return Frame(published, len(FISCAL.findall(text)) >= 2, since, _head(text, published) if since else None)


def _head(text: str, published: date) -> Days | None:
    """The first days, weeks or months of a term, or one week of it, that the head of a text sets for all below."""
    found = times(text, 0, min(len(text), HEAD), published)
    return next((one.days for one in found if one.rule in {"first of a term", "week of a term"}), None)


def period(
    text: str,
    parts: Segments,
    sentence: Sentence,
    number: Number,
    counted: Counted,
    framed: Frame,
    before: Period | None,
) -> Period:
    """The period of a number. `before`: that of the claim just before, on which one without a time of its own leans."""
    published = framed.published
    found = [
        one for one in times(text, sentence.start, sentence.end, published) if _may_hold(text, one, number, counted)
    ]
    rate = _rate(text, sentence, number, counted)
    if counted.measure in {"capacity", "staffing"}:
        found = [
            one for one in found if not _boundary(text, number, one) and one.rule not in {"last unit", "this unit"}
        ]
    nearest = _nearest(text, number, found)
    if rate is not None:
        own = nearest is not None and nearest.rule != "weekday" and not _boundary(text, number, nearest)
        days = nearest.days if nearest and own and counted.measure != "quota_target" else None
        return Period(rate.kind, days, True, "rate")
    if nearest is not None:
        return _of_time(text, sentence, number, nearest, before, framed)
    goes_on = counted.place is None and counted.measure != "quota_target"
    if before is not None and before.kind.startswith("rate") and goes_on:
        return Period(before.kind, None, before.firm, "the rate before")
    if before is not None and not before.kind.startswith("rate"):
        return Period(before.kind, before.days, before.firm, "the claim before")
    if counted.measure in lexicon("periods")["stocks"] and _is_present(text, sentence, number):
        return Period("day", (published, published), True, "present")
    earlier = _earlier(text, sentence, parts, published)
    if earlier is not None and counted.measure not in lexicon("periods")["stocks"]:
        return Period(earlier.kind, earlier.days, False, "the sentence before")
    if framed.since and not number.is_percent and (framed.head or is_record(text, sentence, number)):
        days = framed.head or (framed.since, published)
        return Period("range" if framed.head else "since_event", days, False, "the record of an administration")
    return Period("unspecified", None, True, "none")


def intended(read: Period, status: str, published: date) -> Period:
    """What is aimed at has no days of its own, at most a rate; what is expected of a year is expected of all of it."""
    if status == "target" and read.days is not None:
        return Period(read.kind if read.kind.startswith("rate") else "unspecified", None, True, "a target")
    if status == "projection" and read.days and read.days[1] == published and read.kind == "range":
        fiscal = calendars.fiscal_year(calendars.fiscal_year_of(published))
        whole = next((one for one in (fiscal, calendars.year(published.year)) if one[0] == read.days[0]), None)
        return Period(read.kind, whole or read.days, read.firm, "all of it")
    return read


def _may_hold(text: str, one: Time, number: Number, counted: Counted) -> bool:
    """`now` is for stocks; what a percentage is compared with is not its period."""
    if one.rule == "now" and counted.measure not in lexicon("periods")["stocks"]:
        return False
    if text[one.start : one.end].startswith("since") and SUPERLATIVE.search(text[max(0, one.start - 60) : one.start]):
        return is_peak(text, max(0, one.start - 60), one.start)  # "the lowest level since 1971" names no window
    if one.rule == "date" and BOUND.search(text[max(0, one.start - 16) : one.start]):
        return False
    if one.end <= number.start and FROM.search(text[max(0, one.start - 20) : one.start]):
        return not TO.fullmatch(text[one.end : number.start])
    return not (
        number.is_percent
        and (
            (one.start >= number.end and THAN.search(text[number.end : one.start]))
            or BASE.search(text[max(0, one.start - 60) : one.start])
            or one.rule == "year earlier"
            or PREVIOUS.match(text, one.start)
            or COMPARED.match(text, one.start)
            or text[one.start : one.end].startswith("from ")
        )
    )


def _of_time(text: str, sentence: Sentence, number: Number, one: Time, before: Period | None, framed: Frame) -> Period:
    """What an expression says of a number: a peak in it, the year before, or it itself."""
    if one.days and is_peak(text, sentence.start, number.start):
        return Period("day", one.days, False, "peak")
    if before is not None and before.days and (one.rule == "year earlier" or PREVIOUS.match(text, one.start)):
        return Period(before.kind, _moved(before.days, 1), False, "a year before")
    if (
        one.rule == "year"
        and one.days
        and before is not None
        and before.days
        and SAME.search(text, sentence.start, one.end)
        and not number.is_percent
    ):
        back = before.days[1].year - one.days[0].year
        return Period(before.kind, _moved(before.days, back), False, "a year before")
    if before is not None and before.days and (one.rule == "unit earlier" or UNIT_BEFORE.match(text, one.start)):
        told = UNIT.search(text, one.start, one.end)
        days = _unit_before(before.days, told[0].lower()) if told else None
        return Period(before.kind, days or before.days, False, "a unit before")
    if one.rule in {"year earlier", "unit earlier"}:
        return Period("unspecified", None, False, one.rule)
    if one.rule == "date" and text[one.start : one.end].lower().startswith("through") and one.days:
        own = calendars.fiscal_year(calendars.fiscal_year_of(one.days[0])) if framed.is_fiscal else None
        first = before.days[0] if before and before.days else (own or calendars.year(one.days[0].year))[0]
        return Period("range", (min(first, one.days[0]), one.days[0]), before is not None, "through")
    if framed.is_fiscal and one.days and text[one.start : one.end].lower().endswith("this year"):
        first = calendars.fiscal_year(calendars.fiscal_year_of(framed.published))[0]
        return Period(one.kind, (first, one.days[1]), False, "this fiscal year")
    return Period(one.kind, one.days, one.firm, one.rule)


def _moved(days: Days, years: int) -> Days:
    """The same days some years earlier."""
    return calendars.years_before(days[0], years), calendars.years_before(days[1], years)


def _unit_before(days: Days, unit: str) -> Days | None:
    """The month, week or day before one of that length; None where these days are none of it."""
    if unit == "month" and days[0].day == 1 and (days[1] - days[0]).days < calendars.MONTH:
        return calendars.months_back(days[0], 1)
    length = (days[1] - days[0]).days + 1
    if length == {"week": 7, "day": 1}.get(unit):
        return days[0] - length * calendars.DAY, days[1] - length * calendars.DAY
    return None


def _earlier(text: str, sentence: Sentence, parts: Segments, published: date) -> Time | None:
    """The last time that the sentence before it in its paragraph names."""
    n = parts.sentence_at(sentence.start)
    if n == 0 or parts.sentences[n - 1].paragraph != sentence.paragraph:
        return None
    other = parts.sentences[n - 1]
    found = [
        one for one in times(text, other.start, other.end, published) if one.days and one.rule not in {"now", "weekday"}
    ]
    return found[-1] if found else None


def _rate(text: str, sentence: Sentence, number: Number, counted: Counted) -> Time | None:
    """A rate in the clause of the number; people held `a day` are a stock."""
    if number.is_percent or counted.measure in lexicon("periods")["stocks"]:
        return None
    near = [
        one
        for one in rates(text, sentence.start, sentence.end)
        if not CLAUSE.search(between(text, number, one)) and len(between(text, number, one)) < 60
    ]
    return min(near, key=lambda one: len(between(text, number, one)), default=None)


def between(text: str, number: Number, one: Time) -> str:
    """The words between a number and a time."""
    return text[number.end : one.start] if one.start >= number.end else text[one.end : number.start]


def _boundary(text: str, number: Number, one: Time) -> bool:
    return BOUNDARY.search(between(text, number, one)) is not None


def _nearest(text: str, number: Number, found: list[Time]) -> Time | None:
    """The fewest words away, a new clause counting as many words; one after the number is a little nearer."""

    def cost(one: Time) -> float:
        words = between(text, number, one)
        return (
            len(words.split())
            + 8 * len(BOUNDARY.findall(words))
            + 3 * words.count(",")
            - (2 if one.start >= number.end else 0)
            + (6 if one.rule in {"now", "presidency", "term"} else 0)
        )

    return min(found, key=cost, default=None)


def is_record(text: str, sentence: Sentence, number: Number) -> bool:
    """Whether the words around a number say what somebody has done."""
    return _record().search(text, max(sentence.start, number.start - 60), sentence.end) is not None


def is_peak(text: str, start: int, end: int) -> bool:
    """Whether the words between two places tell of a record day."""
    return _peak().search(text, start, end) is not None


@cache
def _record() -> re.Pattern[str]:
    return re.compile(rf"\b{either(lexicon('periods')['record'])}\b", re.IGNORECASE)


@cache
def _peak() -> re.Pattern[str]:
    return re.compile(either(lexicon("periods")["peak"]), re.IGNORECASE)


def _is_present(text: str, sentence: Sentence, number: Number) -> bool:
    words = lexicon("periods")["present"]
    return re.search(rf"\b{either(words)}\b", text[number.start : min(sentence.end, number.end + 60)]) is not None
