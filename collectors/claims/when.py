"""For when a number counts: every period that is offered around it, with what speaks for each. `ranking` chooses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from collectors.claims import calendars, periods
from collectors.claims.calendars import Days, years_before
from collectors.claims.lexicons import lexicon
from collectors.claims.measures import Counted
from collectors.claims.numbers import Number
from collectors.claims.periods import Frame, Period
from collectors.claims.ranking import RULES, Candidate, Features
from collectors.claims.segments import Segments
from collectors.claims.sources import Source
from collectors.claims.terms import in_office_since
from collectors.claims.times import Time, rates, times

BACK = 3  # sentences before that of the number whose times are candidates
BASED = re.compile(r"\b(?:compared (?:to|with)[\w ,]{0,40}|from|than|versus|over|since) (?:the )?$", re.IGNORECASE)
FORMER = re.compile(r"\b(?:than|compared|from|versus|unlike)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Past:
    """What a claim of sentence `n` was for, and who said it."""

    n: int
    period: Period
    source: Source


@dataclass(frozen=True)
class Told:
    """The claims before a number: the last one if it is near, and others with what they are to it."""

    last: Past | None
    others: list[tuple[Past, str]]


class Times:
    """The times and rates of each sentence of a text, read once."""

    def __init__(self, text: str, parts: Segments, framed: Frame) -> None:
        self.text, self.parts, self.framed, self.published = text, parts, framed, framed.published
        self._times: dict[int, list[Time]] = {}
        self._rates: dict[int, list[Time]] = {}

    def of(self, n: int) -> list[Time]:
        """The times of sentence `n`."""
        if n not in self._times:
            one = self.parts.sentences[n]
            self._times[n] = times(self.text, one.start, one.end, self.published) if one.is_prose else []
        return self._times[n]

    @cached_property
    def of_text(self) -> list[tuple[Time, str]]:
        """The first time of the text, and the one that it names most often."""
        all_ = [one for n in range(min(80, len(self.parts.sentences))) for one in self.of(n)]
        dated = [one for one in all_ if one.days is not None and one.rule not in {"now", "weekday"}]
        if not dated:
            return []
        often = Counter((one.kind, one.days) for one in dated)
        most = max(dated, key=lambda one: often[one.kind, one.days])
        return [(dated[0], "first time of the text"), (most, "most named time")]

    def rates(self, n: int) -> list[Time]:
        """The rates of sentence `n`."""
        if n not in self._rates:
            one = self.parts.sentences[n]
            self._rates[n] = rates(self.text, one.start, one.end)
        return self._rates[n]


def candidates(
    read: Times, n: int, number: Number, counted: Counted, status: str, by_rules: Period, told: Told
) -> list[Candidate[Period]]:
    """The periods of a number in sentence `n`: by the rules, of times and rates near it, of other claims, of none."""
    about = _about(number, counted, status, read.framed)
    crowd = "a time here" if any(one.days for one in read.of(n)) else "no time here"
    out = [_one(by_rules, {RULES: 1.0, f"{RULES}: {by_rules.rule}": 1.0}, about)]
    for back in range(min(BACK, n) + 1):
        if read.parts.sentences[n].paragraph - read.parts.sentences[n - back].paragraph <= 1:
            for one in read.of(n - back):
                out += _of_time(read, n, back, one, number, about, crowd)
    if not periods.is_peak(read.text, read.parts.sentences[n].start, number.start):
        for one in read.rates(n):
            out += _of_rate(read.text, read.of(n), one, number, about)
    return [*out, *_of_claims(read, n, number, counted, told, about, crowd), *_of_text(read, n, number, about, crowd)]


def _of_claims(
    read: Times, n: int, number: Number, counted: Counted, told: Told, about: list[str], crowd: str
) -> Iterator[Candidate[Period]]:
    """What claims before this one were for."""
    before = told.last
    if before is not None:
        apart, period = n - before.n, before.period
        by = "words" if counted.place is not None else "leaning"
        features = {
            f"claim before, {min(apart, 4)} back": 1.0,
            f"claim before, {crowd}": 1.0,
            f"claim before by {by}": 1.0,
        }
        yield _one(Period(period.kind, period.days, period.firm, "the claim before"), features, about)
        if period.days:
            yield from _same_days_of(read.of(n), period, number, read.text, about)
            earlier = Period(period.kind, _moved(period.days, 1), False, "a year before")
            yield _one(earlier, {"a year before": 1.0}, about)
    for other, name in told.others:
        features = {name: 1.0, f"{name}, {crowd}": 1.0, f"{name}, {min(4, (n - other.n) // 2)} back": 1.0}
        yield _one(Period(other.period.kind, other.period.days, False, name), features, about)


def _of_text(read: Times, n: int, number: Number, about: list[str], crowd: str) -> Iterator[Candidate[Period]]:
    """What the text as a whole is about; the day itself; no period."""
    for one, name in read.of_text:
        features = {name: 1.0, f"{name}, {crowd}": 1.0, f"{name}, rule {one.rule}": 1.0}
        yield _one(Period(one.kind, one.days, False, name), features, about)
    day = read.published
    now = {"the day itself": 1.0, f"the day itself, {crowd}": 1.0}
    yield _one(Period("day", (day, day), True, "present"), now, about)
    since = in_office_since(day)
    if since is not None:
        features = {"the record": 1.0, f"the record, {crowd}": 1.0}
        if read.framed.since:
            features["the record of the publisher"] = 1.0
            if periods.is_record(read.text, read.parts.sentences[n], number):
                features["the record, has done"] = 1.0
        yield _one(Period("since_event", (since, day), False, "the record of an administration"), features, about)
    yield _one(Period("unspecified", None, True, "none"), {"none": 1.0, f"none, {crowd}": 1.0}, about)


def _same_days_of(
    own: list[Time], before: Period, number: Number, text: str, about: list[str]
) -> list[Candidate[Period]]:
    """`in April …, down from 2023 (12,000)`: the same month of the year that stands beside the number."""
    out = []
    for one in own:
        if one.rule == "year" and one.days and before.days and (before.days[1] - before.days[0]).days < 300:
            back = before.days[1].year - one.days[0].year
            near = "beside" if re.fullmatch(r"[ (,:]{0,3}", periods.between(text, number, one)) else "apart"
            same = Period(before.kind, _moved(before.days, back), False, "the same days of a year")
            if back > 0:
                out.append(_one(same, {f"same days of a year, {near}": 1.0}, about))
    return out


def _moved(days: Days, years: int) -> Days:
    return years_before(days[0], years), years_before(days[1], years)


def _about(number: Number, counted: Counted, status: str, framed: Frame) -> list[str]:
    """What the number is, to be crossed with what a candidate is."""
    stock = counted.measure in lexicon("periods")["stocks"]
    kind = "percentage" if number.is_percent else "stock" if stock else "flow"
    return [kind, status if status == "reported" else "not reported", "government" if framed.since else "press"]


def _one(period: Period, features: Features, about: list[str]) -> Candidate[Period]:
    kind = f"{period.kind}{' with days' if period.days else ''}"
    told = {**features, f"kind {kind}": 1.0}
    told.update({f"{name} × {kind}": 1.0 for name in about})
    return Candidate((period.kind, period.days), period, told)


def _of_time(
    read: Times, n: int, back: int, one: Time, number: Number, about: list[str], crowd: str
) -> Iterator[Candidate[Period]]:
    text = read.text
    told: Features = {f"time, {back} back": 1.0, f"rule {one.rule}": 1.0, f"{about[0]} × rule {one.rule}": 1.0}
    base = bool(BASED.search(text[max(0, one.start - 60) : one.start]))
    if base:
        told[f"base × {about[0]}"] = 1.0
    if back:
        same = read.parts.sentences[n].paragraph == read.parts.sentences[n - back].paragraph
        told[f"earlier, {'same' if same else 'other'} paragraph, {crowd}"] = 1.0
        told["earlier, the last one"] = float(one == read.of(n - back)[-1])
        told[f"earlier, rule {one.rule}"] = 1.0
    else:
        told.update(_place(text, read.of(n), one, number, read.parts.sentences[n].start))
    days = one.days
    if days and not back and periods.is_peak(text, read.parts.sentences[n].start, number.start):
        yield _one(Period("day", days, False, "peak"), {**told, "peak": 1.0}, about)
        return
    yield _one(Period(one.kind, days, one.firm, one.rule), told, about)
    if days is None or back > 1:
        return
    yield from _other_readings(read, n, one, number, told, about)


def _other_readings(
    read: Times, n: int, one: Time, number: Number, told: Features, about: list[str]
) -> Iterator[Candidate[Period]]:
    """A year as a fiscal one; a year that is cut at the day of publication as a whole one."""
    days, last = one.days, read.published
    if days is None or one.kind != "range" or one.rule not in {"year", "last unit", "this unit", "fiscal year"}:
        return
    if (days[1] - days[0]).days < 100 and one.rule != "this unit" and days[1] != last:
        return
    words = read.text[one.start : one.end].lower()
    if "month" in words or "week" in words:
        return
    fiscal = calendars.fiscal_year(days[0].year + ("fiscal" in words))
    if "fiscal" not in words and fiscal[0] <= last:
        held = (fiscal[0], min(fiscal[1], last))
        frame = "framed" if read.framed.is_fiscal else "unframed"
        yield _one(Period("range", held, False, "as a fiscal year"), {**told, f"as a fiscal year, {frame}": 1.0}, about)
    whole = fiscal if "fiscal" in words else calendars.year(days[0].year)
    if days[1] == last and whole[1] > last:
        yield _one(Period("range", whole, False, "the whole year"), {**told, "the whole year": 1.0}, about)


def _place(text: str, own: list[Time], one: Time, number: Number, start: int) -> Features:
    """How a time stands to a number of its own sentence."""
    between = periods.between(text, number, one)
    side = "after" if one.start >= number.end else "before"
    words = len(between.split())
    bounds = len(periods.BOUNDARY.findall(between))
    told: Features = {
        f"{side}": 1.0,
        "words between": min(words, 25) / 10,
        f"{side} × words": min(words, 25) / 10,
        f"{side}, clauses {min(bounds, 3)}": 1.0,
        "commas between": min(between.count(","), 4) / 2,
        f"one of {min(len(own), 4)}": 1.0,
    }
    if words <= 2:
        told[f"{side}, beside"] = 1.0
    if one.start - start <= 3:
        told["opens the sentence"] = 1.0
    with_days = [each for each in own if each.days]
    ranked = sorted(with_days, key=lambda each: len(periods.between(text, number, each)))
    if ranked and one in ranked:
        told[f"nearest but {min(ranked.index(one), 2)}"] = 1.0
    following = [each for each in with_days if each.start >= number.end]
    if following and following[0] == one:
        told["first after"] = 1.0
    leading = [each for each in with_days if each.end <= number.start]
    if leading and leading[-1] == one:
        told["last before"] = 1.0
    if re.search(r"\d", re.sub(r"(?:19|20)\d\d", "", between)):
        told["another number between"] = 1.0
    if FORMER.search(between):
        told["compared between"] = 1.0
    return told


def _of_rate(text: str, own: list[Time], one: Time, number: Number, about: list[str]) -> Iterator[Candidate[Period]]:
    between = periods.between(text, number, one)
    near = f"rate, words {min(len(between.split()) // 2, 5)}"
    told: Features = {"rate": 1.0, near: 1.0, f"{about[0]} × rate": 1.0}
    if periods.CLAUSE.search(between):
        told["rate, in another clause"] = 1.0
    yield _one(Period(one.kind, None, True, "rate"), {**told, "rate alone": 1.0}, about)
    for time in own:
        if time.days is not None:
            dated = {**told, "rate dated": 1.0, f"rate dated, rule {time.rule}": 1.0}
            if periods.BOUNDARY.search(periods.between(text, number, time)):
                dated["rate dated, other clause"] = 1.0
            yield _one(Period(one.kind, time.days, True, "rate"), dated, about)
