"""On whose word a number stands: the choice among the candidates, by plain rules."""

from __future__ import annotations

import re

from collectors.claims.lexicons import lexicon
from collectors.claims.numbers import Number
from collectors.claims.segments import Segments, Span
from collectors.claims.sources import Source, Sources

SPOKEN = frozenset({"said", "said_after", "according"})
SIGNED = re.compile(r"\bI, ([A-Z][A-Za-z. ]{4,40}), President of the United States")
OWN = re.compile(r"\b(?:administration|president|White House)$", re.IGNORECASE)


def attribution(
    parts: Segments,
    sources: Sources,
    number: Number,
    n: int,
    publisher: str,
    status: str,
    before: Source | None,
) -> Source:
    """The source of a number in the sentence `n`, else that of the claim `before`, else the publisher."""
    name = publisher_name(publisher)
    chosen = _named(parts, sources, number, n, status) or before
    is_government = name in lexicon("sources")["governments"]
    if chosen is None or (is_government and is_own(chosen.name)):
        own = speaks_in_it(sources.text) if is_government else None
        return Source(number.start, own or name, "publisher", "publisher")
    return chosen


def is_own(name: str) -> bool:
    """The administration, or a president: whose word a release of the government is anyway."""
    return OWN.search(name) is not None or name.split()[-1] in lexicon("times")["terms"]


def _named(parts: Segments, sources: Sources, number: Number, n: int, status: str) -> Source | None:
    """Whom the words around a number name: who is quoted, then the sentence, its line, its paragraph."""
    quotation = parts.quotation_at(number.start)
    if quotation is not None and quotation.end - quotation.start > 40:
        speaker = speaker_of(parts, sources, quotation, n)
        if speaker is not None:
            return speaker
    here = sources.by_sentence[n]
    chosen = _in_sentence(here, number, status)
    if chosen is not None:
        return chosen
    label = parts.paragraphs[parts.sentences[n].paragraph].speaker
    if label is not None and (" " in label or label.isupper()):
        return Source(number.start, label, "label", "label")
    return _nearby(parts, sources, n)


def publisher_name(publisher: str) -> str:
    """Without what a catalogue puts behind it: `CNN (Web News)`, `New York Times - News`."""
    return re.split(r" - | \(", publisher)[0]


def speaks_in_it(text: str) -> str | None:
    """Who speaks in a proclamation from its first word to its last: `I, JANE Q. DOE, President of …` ▶ Jane Q. Doe."""
    found = SIGNED.search(text)
    return found[1].title() if found else None


def speaker_of(parts: Segments, sources: Sources, quotation: Span, n: int) -> Source | None:
    """Who says a quotation: the nearest one of its paragraph who says something outside of it."""
    said = [one for m in parts.sentences_of(n) for one in sources.by_sentence[m] if one.how in SPOKEN]
    begins = parts.paragraphs[parts.sentences[n].paragraph].start
    if not said and quotation.start - begins <= 1:  # it goes on with what was said in the paragraph before
        first = parts.sentences_of(n)[0]
        said = (
            [one for m in parts.sentences_of(first - 1) for one in sources.by_sentence[m] if one.how in SPOKEN][-1:]
            if first
            else []
        )
    outside = [one for one in said if not quotation.holds(one.place)] or said
    return min(
        outside, key=lambda one: min(abs(one.place - quotation.start), abs(one.place - quotation.end)), default=None
    )


def _in_sentence(here: list[Source], number: Number, status: str) -> Source | None:
    owners = [one for one in here if one.how == "owner"]
    if status == "target" and owners:
        return min(owners, key=lambda one: abs(one.place - number.start))
    said = [one for one in here if one.how != "owner"]
    posts = [one for one in said if one.how == "posts"]
    if posts:
        return posts[0]
    before = [one for one in said if one.place < number.start]
    after = [one for one in said if one.place >= number.start]
    if before:
        return before[-1]
    return after[0] if after else None


def _nearby(parts: Segments, sources: Sources, n: int) -> Source | None:
    """The last one before it in its paragraph."""
    paragraph = parts.sentences[n].paragraph
    for m in range(n - 1, -1, -1):
        if parts.sentences[m].paragraph != paragraph:
            break
        said = [one for one in sources.by_sentence[m] if one.how != "owner"]
        if said:
            return said[-1]
    return None
