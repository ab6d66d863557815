"""A text ▶ its paragraphs, sentences, quotations, and who a line says is speaking.

All offsets are code points of the text as it was given; nothing is stripped, joined or translated.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from collectors.claims.lexicons import either, lexicon

LONGEST = 4000  # characters of a sentence
CLOSERS = "\"'”’)]"
LINES = re.compile(r"[^\r\n\u2028\u2029]+")
LABEL = re.compile(r"\s*([A-Z][\w.&’'-]*(?: (?:of|the|and|for|on|[A-Z][\w.&’'-]*)){0,5})(?: \([^)]{1,40}\))?:\s+(?=\S)")
BULLET = re.compile(r"\s*(?:[-–—*•·▪◦‣]|\(?[a-z0-9]{1,2}[.)])\s+")


@dataclass(frozen=True)
class Span:
    """From `start` up to, but not with, `end`."""

    start: int
    end: int

    def holds(self, place: int) -> bool:
        """Whether a place is in it."""
        return self.start <= place < self.end


@dataclass(frozen=True)
class Sentence(Span):
    """One sentence; `paragraph` counts from 0."""

    paragraph: int

    @property
    def is_prose(self) -> bool:
        """Whether it is no longer than sentences are; a table or a dump without full stops is none."""
        return self.end - self.start <= LONGEST


@dataclass(frozen=True)
class Paragraph(Span):
    """One paragraph. `speaker`: the name before a colon at its head, or None; `introduced_by`: the place of the
    paragraph that ends in a colon above a list, or None."""

    speaker: str | None = None
    introduced_by: int | None = None


@dataclass(frozen=True)
class Segments:
    """All segments of a text, each kind in its order."""

    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    quotations: tuple[Span, ...]

    def sentence_at(self, place: int) -> int:
        """Which sentence a place is in (or the last one before it)."""
        return max(0, bisect_right(self._starts, place) - 1)

    def sentences_of(self, n: int) -> range:
        """The sentences of the paragraph that the sentence `n` is in."""
        first, last = n, n
        while first > 0 and self.sentences[first - 1].paragraph == self.sentences[n].paragraph:
            first -= 1
        while last + 1 < len(self.sentences) and self.sentences[last + 1].paragraph == self.sentences[n].paragraph:
            last += 1
        return range(first, last + 1)

    def quotations_in(self, start: int, end: int) -> tuple[Span, ...]:
        """The quotations of which something lies between two places."""
        first = max(0, bisect_right(self._opened, start) - 1)
        return tuple(one for one in self.quotations[first : bisect_right(self._opened, end)] if one.end > start)

    @cached_property
    def _starts(self) -> list[int]:
        return [one.start for one in self.sentences]

    @cached_property
    def _opened(self) -> list[int]:
        return [one.start for one in self.quotations]

    def quotation_at(self, place: int) -> Span | None:
        """The quotation that a place is in."""
        return next((one for one in self.quotations_in(place, place) if one.holds(place)), None)


def segments(text: str) -> Segments:
    """The segments of a text."""
    paragraphs = tuple(_paragraphs(text))
    sentences = tuple(one for n, part in enumerate(paragraphs) for one in _sentences(text, part, n))
    quotations = tuple(one for part in paragraphs for one in _quotations(text, part))
    return Segments(paragraphs, sentences, quotations)


def _paragraphs(text: str) -> Iterator[Paragraph]:
    """Lines, those that were only wrapped put together."""
    spans: list[Span] = []
    for line in LINES.finditer(text):
        if not line[0].strip():
            continue
        if spans and _is_wrapped(text, spans[-1], line):
            spans[-1] = Span(spans[-1].start, line.end())
        else:
            spans.append(Span(line.start(), line.end()))
    intro: int | None = None
    for n, span in enumerate(spans):
        words = text[span.start : span.end]
        listed = intro is not None and (n == intro + 1 or BULLET.match(words) is not None)
        intro = intro if listed else None
        yield Paragraph(span.start, span.end, _speaker(words), intro)
        if words.rstrip().endswith(":"):
            intro = n


def _is_wrapped(text: str, before: Span, line: re.Match[str]) -> bool:
    """One line end between them, no end of a sentence before it, and the line goes on in small letters."""
    gap = text[before.end : line.start()]
    last = text[before.start : before.end].rstrip()[-1:]
    return gap in {"\n", "\r\n"} and last not in '.!?:”"' and line[0].lstrip()[:1].islower()


def _speaker(words: str) -> str | None:
    label = LABEL.match(words)
    if label is None or label[1].upper() in lexicon("segments")["no_speakers"]:
        return None
    return label[1]


@cache
def _stops() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = lexicon("segments")
    end = re.compile(rf"[.!?…]+[{re.escape(CLOSERS)}]*(?=\s)|(?<=[a-z]{{2}})[.!?][”’]?(?=[A-Z“])")
    return end, re.compile(rf"(?:\b{either(words['abbreviations'])}|\b[A-Z]|\b(?:[A-Z]\.)+[A-Z]|\b[ap]\.m)\.$")


def _sentences(text: str, part: Paragraph, n: int) -> Iterator[Sentence]:
    start = part.start
    for stop in _stops()[0].finditer(text, part.start, part.end):
        if _ends_here(text, start, stop, part.end):
            yield Sentence(start, stop.end(), n)
            start = stop.end()
            while start < part.end and text[start].isspace():
                start += 1
    if text[start : part.end].strip():
        yield Sentence(start, part.end, n)


def _ends_here(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    after = text[stop.end() : min(end, stop.end() + 40)].lstrip()
    if not after or after[0].islower():
        return False
    if stop[0] in {"…", "..."} and not after[0].isupper():
        return False
    before = text[max(start, stop.start() - 12) : stop.start() + 1]
    if not (stop[0].startswith(".") and _stops()[1].search(before)):
        return True
    word = re.match(r"[“\"‘]?(\w+)", after)
    openers = lexicon("segments")["openers"]
    return bool(re.search(r"[a-zA-Z]\.[a-zA-Z]\.$", before)) and word is not None and word[1] in openers


def _quotations(text: str, part: Paragraph) -> Iterator[Span]:
    """Between curly quotation marks, or pairs of straight ones; one that is not closed goes to the end."""
    opened: int | None = None
    for place in range(part.start, part.end):
        mark = text[place]
        if mark == "“" or (mark == '"' and opened is None):
            opened = place if opened is None else opened
        elif mark in '”"' and opened is not None:
            yield Span(opened, place + 1)
            opened = None
    if opened is not None:
        yield Span(opened, part.end)
