"""A text ▶ its claims, first what is counted, then for when, by whom, and on whose word.

Rules find the candidates; small linear models choose among them (`ranking`, weights in `lexicon/weights.json`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from collectors.claims import belonging, doubts, measures, when, whom
from collectors.claims.attribution import attribution, publisher_name
from collectors.claims.lexicons import either, lexicon
from collectors.claims.measures import Counted
from collectors.claims.names import agencies
from collectors.claims.numbers import Number, numbers
from collectors.claims.periods import Frame, Period, frame, intended, period
from collectors.claims.ranking import Candidate, Choice, Features, Weights, chosen, merged, probability, shipped
from collectors.claims.segments import Segments, Sentence, segments
from collectors.claims.sources import Source, Sources
from collectors.claims.when import Past, Times, Told
from collectors.claims.whom import Voices

CLAUSE = re.compile(r"[;:—]|, (?=and |but |while )")
POINTS_BACK = re.compile(r"\b(?:that|this|these|those|it|they|them|numbers?|total|figures?)\b", re.IGNORECASE)
LIKELY = 0.5  # below it a number is taken for no claim
FIRM = 0.5  # below it another reading of the claim was nearly as likely
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
    """One claim; the fields are those of the conventions, days are dates, `value_start`..`value_end` the number.

    `population`: the operation that is counted, else None; `part_of`: `value_start` of the claim that it is part of.
    """

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
    population: str | None
    period_kind: str
    period_start: date | None
    period_end: date | None
    attribution: str
    status: str
    firm: bool
    part_of: int | None
    decided: str
    confidence: float
    runner_up: str | None


@dataclass(frozen=True)
class Rejected:
    """A number that is no claim, and why."""

    number: Number
    why: str


@dataclass(frozen=True)
class Decision:
    """A number taken for a claim: `sure`, how likely it is one; what was chosen among which periods and sources."""

    number: Number
    n: int
    sentence: Sentence
    counted: Counted
    status: str
    agency: str | None
    operation: str | None
    part_of: int | None
    sure: float
    evidence: Features
    periods: list[Candidate[Period]]
    sources: list[Candidate[Source]]
    period: Choice[Period]
    source: Choice[Source]


@dataclass(frozen=True)
class _Around:
    """What is read of a text once."""

    text: Text
    parts: Segments
    sources: Sources
    framed: Frame
    times: Times
    voices: Voices
    numbers: list[Number]


@dataclass
class _Before:
    """What the last claim said, for a number that leans on it."""

    counted: Counted | None = None
    number: Number | None = None
    part_of: int | None = None
    period: Period | None = None
    agency: str | None = None
    source: Source | None = None
    sentence: int = -9
    by_measure: dict[str, Past] = field(default_factory=dict)
    first: Past | None = None
    last: Past | None = None
    other: int = -9  # the sentence in which a percentage was one of something else


def claims(text: Text) -> list[Claim]:
    """The claims of a text, in their order."""
    return [one for one in judged(text) if isinstance(one, Claim)]


def judged(text: Text, weights: Weights | None = None) -> list[Claim | Rejected]:
    """Every number of a text: the claim it makes, or why it makes none. `weights`: others than those shipped.

    Of a text that is not about immigration none is judged: whoever is arrested in it."""
    return [one if isinstance(one, Rejected) else _told(text, one) for one in decided(text, weights or shipped())]


def decided(text: Text, weights: Weights) -> Iterator[Decision | Rejected]:
    """The same before it is put into words: each decision with all its candidates, as training needs them."""
    if not doubts.is_about_immigration(text.text):
        return
    parts = segments(text.text)
    sources = Sources(text.text, parts)
    name = publisher_name(text.publisher)
    framed = frame(text.text, text.published, name)
    around = _Around(
        text, parts, sources, framed, Times(text.text, parts, framed),
        Voices(text.text, parts, sources, text.publisher), numbers(text.text),
    )  # fmt: skip
    before = _Before()
    for number in around.numbers:
        if number.rejected:
            yield Rejected(number, number.rejected)
        else:
            yield _judge(around, number, parts.sentence_at(number.start), before, weights)


def _judge(around: _Around, number: Number, n: int, before: _Before, weights: Weights) -> Decision | Rejected:
    text, parts, framed = around.text, around.parts, around.framed
    sentence = parts.sentences[n]
    if not sentence.is_prose:
        return Rejected(number, "in no sentence")
    near = _is_near(parts, before.sentence, n)
    # A release of the government lists one thing after the other: what holds in one paragraph ends with it.
    held = near and (framed.since is None or parts.sentences[before.sentence].paragraph == sentence.paragraph)
    leans = held or (near and POINTS_BACK.search(text.text, sentence.start, sentence.end) is not None)
    counted = measures.counted(text.text, sentence.start, sentence.end, number, before.counted if leans else None)
    if number.is_percent and before.other == n and not (isinstance(counted, Counted) and counted.decided == "noun"):
        counted = "set beside a percentage of something else"
    if isinstance(counted, str):
        if number.is_percent:
            before.other, before.counted = n, None
        return Rejected(number, counted)
    status = _status(text.text, sentence, number, counted)
    evidence = doubts.evidence(text.text, parts, n, number, counted, status, around.numbers, framed)
    sure = probability(evidence, weights["claim"])
    if sure < LIKELY:
        return Rejected(number, f"unlikely to be one ({sure:.2f})")
    leans_on = before.period if held and (status == "reported" or counted.place is None) else None
    if counted.measure in {"capacity", "staffing"}:
        leans_on = None
    by_rules = intended(period(text.text, parts, sentence, number, counted, framed, leans_on), status, text.published)
    agency = _agency(text.text, sentence, number, counted, status, before.agency if near else None)
    handed_on = before.source is not None and before.source.how not in {"publisher", "owner"} and status == "reported"
    said = before.source if held and handed_on else None
    who_by_rules = attribution(parts, around.sources, number, n, text.publisher, status, said)
    told = _told_before(before, counted, near)
    periods = merged(when.candidates(around.times, n, number, counted, status, by_rules, told))
    voices = merged(whom.candidates(around.voices, n, number, status, who_by_rules, told))
    operation = belonging.operation(text.text, sentence, number, counted.measure)
    last = before.number if near else None
    part_of = belonging.whole_of(text.text, number, counted.unit, last, before.part_of)
    decision = Decision(
        number, n, sentence, counted, status, agency, operation, part_of, sure, evidence, periods, voices,
        chosen(periods, weights["period"]), chosen(voices, weights["source"]),
    )  # fmt: skip
    before.counted, before.agency, before.sentence = counted, agency, n
    before.number, before.part_of = number, part_of
    before.period = (
        before.period if decision.period.value.rule in {"a year before", "a unit before"} else decision.period.value
    )
    before.source = decision.source.value
    past = Past(n, decision.period.value, decision.source.value)
    before.by_measure[counted.measure] = before.last = past
    before.first = before.first or past
    return decision


def _told_before(before: _Before, counted: Counted, near: bool) -> Told:
    others = [(before.by_measure.get(counted.measure), "same measure"), (before.first, "first claim")]
    return Told(before.last if near else None, [(one, name) for one, name in others if one is not None])


def _told(text: Text, one: Decision) -> Claim:
    """A decision as a claim. Its confidence is that of the weakest of its three choices."""
    number, sentence, days = one.number, one.sentence, one.period.value.days
    is_period = one.period.confidence <= one.source.confidence
    weakest: Choice[Period] | Choice[Source] = one.period if is_period else one.source
    confidence = round(min(one.sure, weakest.confidence), 3)
    return Claim(
        doc_id=text.doc_id, value_start=number.start, value_end=number.end, value_text=number.text,
        quote=text.text[sentence.start : sentence.end], quote_start=sentence.start, quote_end=sentence.end,
        value_low=number.low, value_high=number.high, qualifier=number.qualifier, unit=one.counted.unit,
        measure=one.counted.measure, agency=one.agency, population=one.operation, period_kind=one.period.value.kind,
        period_start=days[0] if days else None, period_end=days[1] if days else None,
        attribution=one.source.value.name, status=one.status,
        firm=one.period.value.firm and not number.is_vague and confidence >= FIRM,
        part_of=one.part_of,
        decided=f"measure: {one.counted.decided}; period: {one.period.value.rule} ({one.period.why});"
        f" attribution: {one.source.value.how} ({one.source.why})",
        confidence=confidence, runner_up=_in_words(weakest.runner_up),
    )  # fmt: skip


def _in_words(one: Period | Source | None) -> str | None:
    """The answer that came second where the choice was closest: a source, or a period."""
    if isinstance(one, Period):
        return f"period: {one.kind}" + (f" {one.days[0]} to {one.days[1]}" if one.days else "")
    return f"attribution: {one.name}" if one else None


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
