"""Who may have said what a sentence says: every candidate, with how it was found. The choice is `attribution`'s."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from collectors.claims.lexicons import either, lexicon
from collectors.claims.names import AGENCY, BODY, PERSON, Name, People, agencies, names
from collectors.claims.segments import Segments

ANONYMOUS = "anonymous source"
REACH = 160  # characters after `according to` in which its name stands


PAPER = re.compile(
    r" (?:an?|the) (?:press |news )?(?:release|statement|announcement)\b(?!(?: on \w+day| last week)?,? (?:from|by|of))"
)
# "according to figures that show …", but "to figures that ICE released"
NOT_OF_IT = re.compile(r" (?:that|which) (?!.{2,60}? (?:releas|publish|provid|post|obtain|shar)ed)| show")
AGENCY_SPEAKS = re.compile(
    r"\b(?:the|an?) (?:agency|department|bureau)\b|\bagency (?:officials?|spokes|data|records|figures)", re.IGNORECASE
)
PRESIDENT = re.compile(r"(?<!\w)[Tt]he president(?!['’]|\w)")
CALLED_PRESIDENT = re.compile(r"\bPresident (?:[A-Z][\w.]* ){0,2}([A-Z][a-z]+)")
SPEAKS_FOR = re.compile(r"\s*(?:an?|the|one) .*\b(?:spokes\w+|officials?|report|memo|analysis|review)\b", re.IGNORECASE)
AUXILIARY = re.compile(r"(?:[ ,]+(?:has|have|had|also|later|previously|repeatedly|recently|then|and))+\s*$")
AFTER_NAME = re.compile(
    r"(?<!Mr)(?<!Mrs)(?<!Ms)(?<!Dr)(?<!Sen)(?<!Rep)(?<!Gov)(?<!\b[A-Z])[;.](?= |$)"
    r"|,(?= (?!a |an |the ))| in an? | that "
)


@dataclass(frozen=True)
class Source:
    """A candidate. `place`: where the words that make it one stand.

    `how`: according, said, said_after, data, posts, owner; label, publisher where `attribution` chose without one.
    """

    place: int
    name: str
    kind: str
    how: str


class Sources:
    """The candidates of every sentence of a text, pronouns resolved by what came before."""

    def __init__(self, text: str, segments: Segments) -> None:
        self.text, self.segments, self.people = text, segments, People(text)
        called = CALLED_PRESIDENT.search(text)
        self.president = self.people.full([called[1]]) if called else None
        self.by_sentence: list[list[Source]] = []
        last: dict[str, str] = {}
        for sentence in segments.sentences:
            found = list(self._of(sentence.start, sentence.end, last)) if sentence.is_prose else []
            self.by_sentence.append(found)
            if sentence.is_prose:
                last |= _mentioned(text, sentence.start, sentence.end)
            for one in found:
                if one.kind != "anonymous":
                    last[one.kind if one.kind in {PERSON, AGENCY} else "body"] = one.name

    def _of(self, start: int, end: int, last: dict[str, str]) -> Iterator[Source]:
        text = self._without_quotations(start, end)
        for form, how in _phrases():
            for match in form.finditer(text):
                one = self._phrase(text, match, how, last | _mentioned(text, 0, match.start()))
                if one is not None:
                    yield Source(start + match.start(), one.name, one.kind, one.how)

    def _without_quotations(self, start: int, end: int) -> str:
        """The words of a sentence, quotations blanked: a verb in one says nothing about who speaks."""
        letters = list(self.text[start:end])
        for quotation in self.segments.quotations_in(start, end):
            if quotation.start < end and start < quotation.end and quotation.end - quotation.start > 40:
                for n in range(max(0, quotation.start - start) + 1, min(end, quotation.end) - start - 1):
                    letters[n] = " "
        return "".join(letters)

    def _phrase(self, text: str, match: re.Match[str], how: str, last: dict[str, str]) -> Source | None:
        if how == "posts":
            who = names(text, match.start(), match.end(), self.people)
            agency = next((one.name for one in who if one.kind == AGENCY), None)
            place = f" on {match['where']}" if match["where"] else ""
            return Source(0, f"{agency} posts{place}", AGENCY, how) if agency else None
        if how == "according":
            after = text[match.end() : match.end() + REACH]
            if PAPER.match(after):  # a paper without an owner is that of the agency which the sentence is about
                return self._resolved(" ".join(one.name for one in agencies(text, 0, len(text))[:1]), how, last)
            return self._resolved(NOT_OF_IT.split(after)[0], how, last)
        if how == "owner":
            return self._resolved(_tail(text[: match.start()]), how, last)
        return self._speaker(text, match, how, last)

    def _speaker(self, text: str, match: re.Match[str], how: str, last: dict[str, str]) -> Source | None:
        before = text[: match.start()].rstrip()
        if how == "said" and _is_inverted(before, text[match.end() :]):
            after = AFTER_NAME.split(text[match.end() : match.end() + REACH])[0]
            one = self._resolved(after, "said_after", last)
            if one is not None:
                return one
        return self._resolved(_subject(before), how, last)

    def _resolved(self, told: str, how: str, last: dict[str, str]) -> Source | None:
        """The one whom these words name."""
        if _anonymous().search(told):
            return Source(0, ANONYMOUS, "anonymous", how)
        who = [one for one in names(told, 0, len(told), self.people) if _may_speak(one, told, how)]
        clause = re.split(r"[,;—]", told)[0]
        near = [one for one in who if one.start < max(20, len(clause))] or ([] if how == "according" else who)
        person = next((one for one in near if one.kind == PERSON), None)
        if person is not None and how != "according":
            return Source(0, _with_paper(person, told), PERSON, how)
        if near:
            first = person if person is not None and person.start <= near[0].end + 12 else near[0]
            return Source(0, _with_paper(first, told), first.kind, how)
        return self._unnamed(told, how, last)

    def _unnamed(self, told: str, how: str, last: dict[str, str]) -> Source | None:
        body = _bodies().search(told)
        if body is not None:
            return Source(0, re.sub(r"(?i)^the (?=white)", "", body[0]), "body", how)
        if AGENCY_SPEAKS.search(told) and "mentioned" in last:
            return Source(0, last["mentioned"], AGENCY, how)
        if self.president is not None and PRESIDENT.search(told):
            return Source(0, self.president, PERSON, how)
        pronoun = _pronouns().search(told)
        if pronoun is None:
            return None
        told = pronoun[0].lower()
        kinds = [PERSON] if told in lexicon("sources")["person_pronouns"] else [AGENCY, "body"]
        kind = next((one for one in kinds if one in last), None)
        return Source(0, last[kind], kind, how) if kind else None


def _mentioned(text: str, start: int, end: int) -> dict[str, str]:
    """The last agency that is named between two places, whether it says something or not: `the agency` is that one."""
    named = agencies(text, start, end)
    return {"mentioned": named[-1].name} if named else {}


def _may_speak(one: Name, told: str, how: str) -> bool:
    """A single capitalised word is a name where it is one of several letters (ACLU), or the subject itself."""
    if one.kind != BODY or " " in one.name or one.name.isupper() or one.name in _organisations():
        return True
    return how != "data" and told.rstrip().endswith(one.name)


@cache
def _organisations() -> frozenset[str]:
    return frozenset(lexicon("sources")["organisation_words"])


def _is_inverted(before: str, after: str) -> bool:
    """`…,” said X`, or `…, X said` turned round with nothing but a name behind."""
    if before.endswith(("”", '"', "”,", '",')):
        return True
    rest = AFTER_NAME.split(after)[0]
    return (
        before.endswith(",")
        and re.match(r" (?:[A-Z]|the |an? )", after) is not None
        and len(rest.split(",")[0].split()) <= 5
    )


def _with_paper(one: Name, told: str) -> str:
    """`ICE memo`, `ICE records`: papers where so worded."""
    if re.match(r"(?:[’']s)? administration\b", told[one.end :]) and one.kind != AGENCY:
        return f"{told[one.start : one.end].split()[-1]} administration"
    paper = re.match(r"(?:[’']s)? (?:internal |leaked |draft )?(memo|records)\b", told[one.end :])
    return f"{one.name} {paper[1]}" if paper and one.kind == AGENCY else one.name


def _tail(before: str) -> str:
    """The last words before a possessive: whose it is."""
    return re.split(r"[,;:—“”]| of | to | that ", before)[-1]


def _subject(before: str) -> str:
    """The words before a verb that may be its subject: an apposition between commas is passed over."""
    parts = [part for part in re.split(r"[;:—“”\"]|,", AUXILIARY.sub("", before)) if part.strip()]
    if (
        parts
        and not AUXILIARY.sub("", before).endswith(",")
        and before.endswith(parts[-1])
        and SPEAKS_FOR.match(parts[-1])
    ):
        return parts[-1]
    for part in reversed(parts):
        if _anonymous().search(part) or not _apposition().match(part):
            return part
    return parts[-1] if parts else ""


@cache
def _apposition() -> re.Pattern[str]:
    """`a spokesperson`, `Texas Republican`, `who …`, but not `the agency`, `officials`, `he`."""
    words = lexicon("sources")
    bodies = [*words["bodies"], r"the White House\s*$"]  # "the White House deputy chief of staff" is one
    bodies.remove("the White House")
    plain = [*words["person_pronouns"], *words["body_pronouns"], *bodies, "another", "sources?"]
    return re.compile(rf"\s*(?!{either(plain)}\b){either(words['appositions'])}\b", re.IGNORECASE)


@cache
def _phrases() -> list[tuple[re.Pattern[str], str]]:
    words = lexicon("sources")
    data, verb = either(words["data_nouns"]), either(words["data_verbs"])
    had = "(?:has |have )?"
    posted = rf"(?:\w+ )?{data} (?:that )?(?:the )?[\w. ]{{2,40}}? {had}(?:posted|tweeted|shared)"
    where = r"(?: (?:on|to) (?P<where>X|Twitter|Facebook|Instagram))?\b"
    owned = rf"(?:[’'‘]s?) (?:[\w’-]+ ){{0,3}}{either(words['owned'])}(?!\w)"
    return [
        (re.compile(posted + where, re.IGNORECASE), "posts"),
        (re.compile(rf"(?<!\w){either(words['according'])}(?!\w)", re.IGNORECASE), "according"),
        (re.compile(rf"(?<!\w){either(words['speech'])}(?!\w)"), "said"),
        (re.compile(rf"(?<=\w )(?:{data} )?(?:[\w ]{{0,60}}? )??{verb}(?!\w)(?= |,)"), "data"),
        (re.compile(rf"{owned}|(?<=\w) {had}{either(words['owner_verbs'])}(?!\w)"), "owner"),
    ]


@cache
def _anonymous() -> re.Pattern[str]:
    return re.compile(either(lexicon("sources")["anonymous"]), re.IGNORECASE)


@cache
def _bodies() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){either(lexicon('sources')['bodies'])}(?!\w)", re.IGNORECASE)


@cache
def _pronouns() -> re.Pattern[str]:
    words = lexicon("sources")
    return re.compile(rf"(?<!\w){either([*words['person_pronouns'], *words['body_pronouns']])}(?!\w)", re.IGNORECASE)
