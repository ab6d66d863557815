"""On whose word a number stands: every source around it, with what speaks for each. `ranking` chooses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from collectors.claims.attribution import is_own, publisher_name, speaker_of
from collectors.claims.lexicons import lexicon
from collectors.claims.names import AGENCY, PERSON, agencies
from collectors.claims.numbers import Number
from collectors.claims.ranking import RULES, Candidate, Features
from collectors.claims.segments import Segments
from collectors.claims.sources import Source, Sources
from collectors.claims.when import Told

FIRST = re.compile(r"\b(?:I|[Mm]y)\b")
TITLED = re.compile(r"(?:President|The|Mr|Former|Since|Under)\b", re.IGNORECASE)
BACK, AHEAD = 4, 2  # sentences before and after that of the number whose sources are candidates


class Voices:
    """The sources of a text, and how often each speaks in it."""

    def __init__(self, text: str, parts: Segments, sources: Sources, publisher: str) -> None:
        self.text, self.parts, self.sources = text, parts, sources
        self.publisher = publisher_name(publisher)
        self.is_government = self.publisher in lexicon("sources")["governments"]
        all_ = [one for each in sources.by_sentence for one in each if one.how != "owner"]
        self.all = list({one.name: one for one in all_}.values())
        self.chief = list(_chief(all_))
        self.is_first_person = len(FIRST.findall(text)) >= 2
        named = Counter(_full(one[0]) for one in _presidents().finditer(text) if not TITLED.match(one[0]))
        self.president = named.most_common(1)[0][0] if named else None


def _chief(all_: list[Source]) -> Iterator[tuple[Source, str]]:
    """The first source of a text, the first data, and who speaks most often."""
    if not all_:
        return
    yield all_[0], "first of the text"
    often = Counter(one.name for one in all_)
    yield max(all_, key=lambda one: often[one.name]), "speaks most often"
    data = next((one for one in all_ if one.how == "data"), None)
    if data is not None:
        yield data, "first data of the text"


def _full(told: str) -> str:
    return told.title() if told.isupper() else told


@cache
def _presidents() -> re.Pattern[str]:
    """A president by full name, in a signature all in capitals."""
    names = "|".join(lexicon("times")["terms"])
    small = rf"\b[A-Z][a-z]+ (?:[A-Z]\. |[A-Z][a-z]+ )?(?:{names})\b"
    return re.compile(rf"{small}|\b[A-Z]+ (?:[A-Z]\. )?(?:{names.upper()})\b")


def candidates(
    voices: Voices, n: int, number: Number, status: str, by_rules: Source, told: Told
) -> list[Candidate[Source]]:
    """The sources of a number in sentence `n`: by the rules, of sentences near it, of other claims, of the text."""
    said = any(one.how != "owner" for one in voices.sources.by_sentence[n])
    crowd = "one here" if said else "none here"
    out = [_one(voices, by_rules, {RULES: 1.0, f"{RULES}: {by_rules.how}": 1.0})]
    out += _near(voices, n, number)
    if told.last is not None:
        before, apart = told.last.source, n - told.last.n
        features = {f"claim before, {min(apart, 3)} back": 1.0, f"claim before, {crowd}": 1.0,
                    f"claim before, {before.how}": 1.0,
                    f"claim before, {status}": 1.0}  # fmt: skip
        out.append(_one(voices, before, features))
    for other, name in told.others:
        features = {name: 1.0, f"{name}, {crowd}": 1.0, f"{name}, {min(4, (n - other.n) // 2)} back": 1.0}
        out.append(_one(voices, other.source, features))
    for one, name in voices.chief:
        out.append(_one(voices, one, {name: 1.0, f"{name}, {crowd}": 1.0}))
    out += [_one(voices, one, {"anywhere": 1.0}) for one in voices.all]
    if voices.is_government and voices.president:  # who signs, or speaks of himself in a text of his own
        himself = Source(number.start, voices.president, PERSON, "himself")
        features = {"himself": 1.0, f"himself, {'I' if voices.is_first_person else 'not I'}": 1.0}
        out.append(Candidate(voices.president.lower(), himself, features))
    out += [_one(voices, one, {f"agency named, {crowd}": 1.0}) for one in _named(voices, n)]
    own = Source(number.start, voices.publisher, "publisher", "publisher")
    return [*out, _one(voices, own, {"publisher": 1.0, f"publisher, {crowd}": 1.0})]


def _near(voices: Voices, n: int, number: Number) -> Iterator[Candidate[Source]]:
    """Who is quoted, who says something in sentences near it, who stands at the head of the line."""
    parts = voices.parts
    quotation = parts.quotation_at(number.start)
    if quotation is not None and quotation.end - quotation.start > 40:
        speaker = speaker_of(parts, voices.sources, quotation, n)
        if speaker is not None:
            yield _one(voices, speaker, {"speaks the quotation": 1.0})
    for m in range(max(0, n - BACK), min(len(parts.sentences) - 1, n + AHEAD) + 1):
        if abs(parts.sentences[m].paragraph - parts.sentences[n].paragraph) <= 2:
            for one in voices.sources.by_sentence[m]:
                yield _one(voices, one, _place(voices, one, n, m, number))
    label = parts.paragraphs[parts.sentences[n].paragraph].speaker
    if label is not None and (" " in label or label.isupper()):
        yield _one(voices, Source(number.start, label, "label", "label"), {"label": 1.0})


def _named(voices: Voices, n: int) -> list[Source]:
    """The agencies that the sentence names, whether they say something or not."""
    one = voices.parts.sentences[n]
    return [Source(each.start, each.name, AGENCY, "named") for each in agencies(voices.text, one.start, one.end)]


def _one(voices: Voices, source: Source, features: Features) -> Candidate[Source]:
    if voices.is_government and source.how != "publisher" and is_own(source.name):
        source = Source(source.place, voices.publisher, "publisher", "publisher")
        features = {**features, "own word": 1.0}
    kind = "publisher" if source.name == voices.publisher else source.kind
    told = {**features, f"kind {kind}": 1.0}
    return Candidate(source.name.lower().removeprefix("the "), source, told)


def _place(voices: Voices, one: Source, n: int, m: int, number: Number) -> Features:
    """How a source stands to the number. Distances, and features of what the number is, made it worse (bench)."""
    told: Features = {f"how {one.how}": 1.0}
    if m != n:
        return told
    said = [each for each in voices.sources.by_sentence[m] if each.how != "owner"]
    leading = [each for each in said if each.place < number.start]
    told[f"here, {'before' if one.place < number.start else 'after'}"] = 1.0
    if leading and leading[-1] == one:
        told["here, last before"] = 1.0
    if said and said[0] == one:
        told["here, first"] = 1.0
    return told
