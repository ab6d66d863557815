"""What speaks for and against a number being a claim, once the rules found a measure for it."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from collectors.claims.lexicons import either, lexicon
from collectors.claims.measures import BOUNDARY, Counted
from collectors.claims.names import agencies
from collectors.claims.numbers import Number
from collectors.claims.periods import Frame
from collectors.claims.ranking import Features
from collectors.claims.segments import Segments
from collectors.claims.triggers import Trigger, triggers

SHORT = 600  # characters
PASSIVE = re.compile(r"\b(?:were|was|been|being|are|is|be|got|get|getting) (?:\w+ly )?$", re.IGNORECASE)


def evidence(
    text: str, parts: Segments, n: int, number: Number, counted: Counted, status: str, all_: list[Number], framed: Frame
) -> Features:
    """Features ▶ amounts."""
    sentence = parts.sentences[n]
    told: Features = {"always": 1.0, f"measure {counted.measure}": 1.0, f"by {counted.decided}": 1.0,
                      f"status {status}": 1.0, "government" if framed.since else "press": 1.0}  # fmt: skip
    told.update(_size(number))
    acts = triggers(text, sentence.start, sentence.end)
    told[f"enforcement words here {min(3, sum(one.measure is not None for one in acts))}"] = 1.0
    told[f"idle words here {min(2, sum(one.measure is None for one in acts))}"] = 1.0
    act = next((one for one in acts if one.start == counted.place), None)
    if act is not None:
        told.update(_act(text, number, act))
    told.update(_noun(text, number, sentence.end))
    here = [one for one in all_ if sentence.start <= one.start < sentence.end]
    told[f"numbers here {min(4, len(here))}"] = 1.0
    if agencies(text, sentence.start, sentence.end):
        told["an agency here"] = 1.0
    told.update({f"word {name}": 1.0 for name, form in _words() if form.search(text, sentence.start, sentence.end)})
    told.update(_text(text, parts, n))
    told.update(_about_here(text, parts, n, counted))
    return told


def is_about_immigration(text: str) -> bool:
    """Whether the text speaks of immigrants or of those who enforce the law on them, anywhere; a few lines need not."""
    return len(text) < SHORT or _about().search(text) is not None


@cache
def _about() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){either(lexicon('doubts')['about'])}(?![\w])", re.IGNORECASE)


def _about_here(text: str, parts: Segments, n: int, counted: Counted) -> Features:
    """Whether immigration is spoken of in the sentence, or at least in its paragraph and the one before."""
    sentence = parts.sentences[n]
    if _about().search(text, sentence.start, sentence.end):
        near = "in the sentence"
    else:
        first = parts.paragraphs[max(0, sentence.paragraph - 1)].start
        near = "near" if _about().search(text, first, parts.paragraphs[sentence.paragraph].end) else "far"
    return {f"immigration {near}": 1.0, f"immigration {near}, by {counted.decided}": 1.0}


def _size(number: Number) -> Features:
    low = number.low if number.low is not None else number.high or 0
    size = (
        "1" if low <= 1 else "under 5" if low < 5 else "under 20" if low < 20 else "under 200" if low < 200 else "big"
    )
    kind = "percentage" if number.is_percent else "vague" if number.is_vague else f"size {size}"
    spelled = "in words" if number.text[:1].isalpha() else "in digits"
    return {kind: 1.0, spelled: 1.0, f"{kind}, {spelled}": 1.0, f"qualifier {number.qualifier}": 1.0}


def _act(text: str, number: Number, act: Trigger) -> Features:
    """How the word of enforcement stands to the number."""
    side = "after" if act.start >= number.end else "before"
    between = text[number.end : act.start] if side == "after" else text[act.end : number.start]
    words = len(between.split())
    told: Features = {f"act {side}": 1.0, f"act {side}, words": min(words, 15) / 5,
                      f"act, clauses {min(2, len(BOUNDARY.findall(between)))}": 1.0}  # fmt: skip
    if words == 0:
        told[f"act {side}, beside"] = 1.0
    form = re.search(r"(ed|ing|s|ions?|als?)$", text[act.start : act.end].lower())
    told[f"act ends in {form[1] if form else 'other'}, {side}"] = 1.0
    if side == "after" and PASSIVE.search(text[max(number.end, act.start - 24) : act.start]):
        told["act suffered"] = 1.0
    if re.search(r"\b(?:that|who|which|whose|whom)\b", between):
        told["relative clause between"] = 1.0
    return told


def _noun(text: str, number: Number, end: int) -> Features:
    after = text[number.end : min(end, number.end + 40)]
    told = re.match(r"[”\"]?[ -]*((?:[\w’'-]+ ){0,3}?)" + f"({_people().pattern})", after, re.IGNORECASE)
    first = re.match(r"[”\"]? ?([A-Za-z]+|[.,;:)])", after)
    kind = "people after" if told else "none known after"
    plain = first[1].lower() if first and first[1].lower() in _function_words() else "other"
    return {kind: 1.0, f"next word {plain}": 1.0}


@cache
def _function_words() -> frozenset[str]:
    return frozenset(
        [
            ".",
            ",",
            ";",
            ":",
            ")",
            "of",
            "in",
            "were",
            "was",
            "are",
            "have",
            "had",
            "to",
            "from",
            "more",
            "people",
            "who",
            "and",
            "at",
            "a",
            "per",
            "for",
            "is",
        ]
    )


@cache
def _people() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){either(lexicon('measures')['people']['nouns'])}(?!\w)", re.IGNORECASE)


@cache
def _words() -> list[tuple[str, re.Pattern[str]]]:
    return [
        (name, re.compile(rf"(?<!\w){either(words)}(?!\w)", re.IGNORECASE))
        for name, words in lexicon("doubts")["words"].items()
    ]


def _text(text: str, parts: Segments, n: int) -> Features:
    """How much the text is about enforcement, and where in it the sentence stands."""
    acts = _density(text)
    place = "first tenth" if n * 10 < len(parts.sentences) else "later"
    return {"enforcement words per 1000": min(acts, 12) / 4, place: 1.0,
            "text hardly about enforcement": float(acts < 2.5)}  # fmt: skip


@cache
def _any() -> re.Pattern[str]:
    words = [word for one in lexicon("measures")["trigger"] for word in one["words"] if one["weight"] >= 4]
    return re.compile(rf"(?<![\w-]){either(words)}(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=4)
def _density(text: str) -> float:
    return 1000 * len(_any().findall(text)) / max(1, len(text))
