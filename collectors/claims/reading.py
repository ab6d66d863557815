"""A text ▶ its claims, by plain rules: first what is counted, then for when, by whom, and on whose word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from collectors.claims import measures
from collectors.claims.attribution import attribution, publisher_name
from collectors.claims.lexicons import either, lexicon
from collectors.claims.measures import Counted
from collectors.claims.names import agencies
from collectors.claims.numbers import Number, numbers
from collectors.claims.periods import Frame, Period, frame, period
from collectors.claims.segments import Segments, Sentence, segments
from collectors.claims.sources import Source, Sources

CLAUSE = re.compile(r"[;:—]|, (?=and |but |while )")
AT_ONCE = 5  # words from a verb to what it governs


@dataclass(frozen=True)
class Text:
    """What is read: offsets of its claims are code points of `text`. `published` is the day on which it was."""

    doc_id: str
    published: date
    publisher: str
    text: str


@dataclass(frozen=True)
class Claim:
    """One claim; the fields are those of the conventions, days are dates, `value_start`..`value_end` the number."""

    doc_id: str
    value_start: int
    value_end: int
    value_text: str
    quote: str
    quote_start: int
    quote_end: int
    value_low: float | None
    value_high: float | None
    qualifier: str
    unit: str
    measure: str
    agency: str | None
    period_kind: str
    period_start: date | None
    period_end: date | None
    attribution: str
    status: str
    firm: bool
    decided: str


@dataclass(frozen=True)
class Rejected:
    """A number that is no claim, and why."""

    number: Number
    why: str


@dataclass
class _Before:
    """What the last claim said, for a number that leans on it."""

    counted: Counted | None = None
    period: Period | None = None
    agency: str | None = None
    source: Source | None = None
    sentence: int = -9
    other: int = -9  # the sentence in which a percentage was one of something else


def claims(text: Text) -> list[Claim]:
    """The claims of a text, in their order."""
    return [one for one in judged(text) if isinstance(one, Claim)]


def judged(text: Text) -> list[Claim | Rejected]:
    """Every number of a text: the claim it makes, or why it makes none."""
    parts = segments(text.text)
    sources = Sources(text.text, parts)
    framed = frame(text.text, text.published, publisher_name(text.publisher))
    before = _Before()
    out: list[Claim | Rejected] = []
    for number in numbers(text.text):
        if number.rejected:
            out.append(Rejected(number, number.rejected))
            continue
        n = parts.sentence_at(number.start)
        out.append(_judge(text, parts, sources, number, n, framed, before))
    return out


def _judge(
    text: Text, parts: Segments, sources: Sources, number: Number, n: int, framed: Frame, before: _Before
) -> Claim | Rejected:
    sentence = parts.sentences[n]
    if not sentence.is_prose:
        return Rejected(number, "in no sentence")
    near = _is_near(parts, before.sentence, n)
    counted = measures.counted(text.text, sentence.start, sentence.end, number, before.counted if near else None)
    if number.is_percent and before.other == n and not (isinstance(counted, Counted) and counted.decided == "noun"):
        counted = "set beside a percentage of something else"
    if isinstance(counted, str):
        if number.is_percent:
            before.other, before.counted = n, None
        return Rejected(number, counted)
    status = _status(text.text, sentence, number, counted)
    # A release of the government lists one thing after the other: what holds in one paragraph ends with it.
    held = near and (framed.since is None or parts.sentences[before.sentence].paragraph == sentence.paragraph)
    leans_on = before.period if held and (status == "reported" or counted.place is None) else None
    when = period(text.text, parts, sentence, number, counted, framed, leans_on)
    agency = _agency(text.text, sentence, number, counted, status, before.agency if near else None)
    handed_on = before.source is not None and before.source.how not in {"publisher", "owner"} and status == "reported"
    said = before.source if held and handed_on else None
    who = attribution(parts, sources, number, n, text.publisher, status, said)
    before.counted, before.agency, before.sentence = counted, agency, n
    before.period = before.period if when.rule == "a year before" else when
    before.source = who
    return Claim(
        doc_id=text.doc_id, value_start=number.start, value_end=number.end, value_text=number.text,
        quote=text.text[sentence.start : sentence.end], quote_start=sentence.start, quote_end=sentence.end,
        value_low=number.low, value_high=number.high, qualifier=number.qualifier, unit=counted.unit,
        measure=counted.measure, agency=agency, period_kind=when.kind,
        period_start=when.days[0] if when.days else None, period_end=when.days[1] if when.days else None,
        attribution=who.name, status=status, firm=when.firm and not number.is_vague,
        decided=f"measure: {counted.decided}; period: {when.rule}; attribution: {who.how}",
    )  # fmt: skip


def _is_near(parts: Segments, last: int, n: int) -> bool:
    """The same sentence, the one before it, or the last one of the paragraph before."""
    return 0 <= n - last <= 2 and last >= 0 and parts.sentences[n].paragraph - parts.sentences[last].paragraph <= 1


@cache
def _status_words() -> dict[str, re.Pattern[str]]:
    return {
        kind: re.compile(rf"(?<![\w-]){either(words)}(?!\w)", re.IGNORECASE)
        for kind, words in lexicon("measures")["status"].items()
    }


def _status(text: str, sentence: Sentence, number: Number, counted: Counted) -> str:
    """By the words of the clause around the number."""
    if counted.measure == "quota_target":
        return "target"
    clauses = CLAUSE.finditer(text, sentence.start, number.start)
    begin = max((m.end() for m in clauses), default=sentence.start)
    clause = text[begin : min(sentence.end, number.end + 25)]
    words = _status_words()
    if words["disputed"].search(text, max(begin, number.start - 60), number.end):
        return "disputed"
    near = text[max(begin, number.start - 90) : number.start]
    if words["target"].search(near):
        return "target"
    if words["projection"].search(clause):
        return "projection"
    return "reported"


def _agency(
    text: str, sentence: Sentence, number: Number, counted: Counted, status: str, before: str | None
) -> str | None:
    """Whose act it is: the agency nearest to the word of enforcement, else who does such acts."""
    defaults = lexicon("measures")["default_agency"]
    default: str | None = defaults.get(counted.measure)
    place = counted.place if counted.place is not None else number.start
    named = agencies(text, sentence.start, sentence.end)
    if default == "CBP":
        return "CBP"
    if named:
        return min(named, key=lambda one: min(abs(one.end - place), abs(one.start - place))).code
    if counted.place is None:
        return before or default
    near = len(text[min(place, number.end) : max(place, number.start)].split()) <= AT_ONCE
    if status in {"target", "projection"} and counted.measure in {"removals", "departures"} and near:
        return None  # what somebody promises or would have to do himself
    return default
