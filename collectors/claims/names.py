"""Who is named in a text: agencies in one spelling, people by the fullest name that stands there, organisations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from collectors.claims.lexicons import either, lexicon

WORD = r"(?:(?:Mr|Mrs|Ms|Dr|Sen|Rep|Reps|Sens|Gov|Gen|Lt|Col|Sgt|Capt|U\.S|[A-Z])\.|[A-Z][a-zA-Z]*(?:[’'-][A-Za-z]+)*)"
SEQUENCE = re.compile(rf"(?<![\w’'.]){WORD}(?:[ -](?:(?:of|for|the|de|la|del|von|van|bin|y|on|and) (?:the )?)?{WORD})*")
PERSON, AGENCY, BODY = "person", "agency", "body"


@dataclass(frozen=True)
class Name:
    """A name at `start`..`end`; `name` is its fullest form, `code` that of an agency of the conventions."""

    start: int
    end: int
    name: str
    kind: str
    code: str | None = None


@cache
def _agencies() -> list[tuple[str, str | None, re.Pattern[str]]]:
    return [
        (one["code"], one.get("name"), re.compile(rf"(?<![\w-]){either(one['words'])}(?![\w])"))
        for one in lexicon("agencies")["agency"]
    ]


def agencies(text: str, start: int, end: int) -> list[Name]:
    """The agencies named between two places, each once, the longest name where two overlap."""
    found = [
        Name(m.start(), m.end(), _whole_name(m[0]) if own else code, AGENCY, code)
        for code, own, form in _agencies()
        for m in form.finditer(text, start, end)
    ]
    return sorted(_apart(found), key=lambda one: one.start)


def _whole_name(told: str) -> str:
    return re.sub(r"^U\.?S\.? ", "", told)


def _apart(found: list[Name]) -> Iterator[Name]:
    taken: list[Name] = []
    for one in sorted(found, key=lambda each: each.start - each.end):
        if all(one.end <= other.start or other.end <= one.start for other in taken):
            taken.append(one)
            yield one


@cache
def _words() -> dict[str, frozenset[str]]:
    words = lexicon("sources")
    return {kind: frozenset(words[kind]) for kind in ("titles", "organisation_words", "no_name_words")}


@cache
def _no_names() -> re.Pattern[str]:
    return re.compile(either(lexicon("sources")["no_names"]))


class People:
    """The people named in full in a text, found by their surname."""

    def __init__(self, text: str) -> None:
        self._by_surname: dict[str, str] = {}
        told = (part for found in SEQUENCE.finditer(text) for part in re.split(r" and ", found[0]))
        for words in map(name_words, told):
            if 2 <= len(words) <= 4 and not _is_organisation(words):
                known = self._by_surname.get(words[-1], "")
                if not known or (len(words) > len(known.split()) and known.split()[0] == words[0]):
                    self._by_surname[words[-1]] = " ".join(words)

    def full(self, words: list[str]) -> str:
        """The fullest name of who is called so."""
        known = self._by_surname.get(words[-1])
        if known and (len(words) == 1 or known.split()[0] == words[0]):
            return known
        return " ".join(words)

    def knows(self, surname: str) -> bool:
        """Whether somebody of that surname is named in full."""
        return surname in self._by_surname


def name_words(sequence: str) -> list[str]:
    """A sequence of capitalised words without its titles, and without what begins a sentence."""
    words = [re.sub(r"[’']s?$", "", word) for word in sequence.split()]
    last = max((n for n, word in enumerate(words) if word in _words()["titles"]), default=-1)
    words = words[last + 1 :]
    while words and (words[0] in _words()["no_name_words"] or words[0].islower()):
        words = words[1:]
    return words


def _is_organisation(words: list[str]) -> bool:
    told = " ".join(words)
    return (
        bool(_words()["organisation_words"] & set(words))
        or bool(_no_names().search(told))
        or any(w.islower() for w in words)
    )


def names(text: str, start: int, end: int, people: People) -> list[Name]:
    """Everybody named between two places, in order: agencies, people, organisations."""
    found = agencies(text, start, end)
    for match in SEQUENCE.finditer(text, start, end):
        if any(one.start < match.end() and match.start() < one.end for one in found) and not _has_title(match[0]):
            continue
        one = _name(match, people)
        if one is not None and not agencies(
            one.name, 0, len(one.name)
        ):  # "Acting ICE director": no person of that name
            found.append(one)
    return sorted(found, key=lambda each: each.start)


def _has_title(told: str) -> bool:
    return any(word in _words()["titles"] for word in told.split())


def _name(match: re.Match[str], people: People) -> Name | None:
    words = name_words(match[0])
    if not words:
        return None
    titled = len(words) < len(match[0].split()) and _has_title(match[0])
    if len(words) == 1 and (titled or people.knows(words[0])):
        return Name(match.start(), match.end(), people.full(words), PERSON)
    if _is_organisation(words):
        told = " ".join(words)
        return (
            Name(match.start(), match.end(), told, BODY)
            if not re.fullmatch(_no_names().pattern, told) or told == "White House"
            else None
        )
    if len(words) >= 2:
        return Name(match.start(), match.end(), people.full(words), PERSON)
    return Name(match.start(), match.end(), words[0], BODY)
