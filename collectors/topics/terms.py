"""Declared terms ▶ whether an entry of a newsroom's list is on our subject: by title, sections, summary and address.

Our terms are `terms.toml` beside this file; a user's own file adds to them. An entry is judged by what its list says of
it, for its page is not fetched yet.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from collectors.errors import OnrecordError
from collectors.records import Link

OURS = Path(__file__).with_name("terms.toml")
_LISTS = ("words", "names", "other")
_LONGEST = 5_000  # characters of a summary: some feeds give whole articles, and what they are about stands at the top
_SLUG = re.compile(r"[^\W\d_]{3,}[-_][^\W\d_]{3,}")
_HEX = re.compile(r"[0-9a-f-]*", re.IGNORECASE)
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Topics:
    """The terms of a run. `other` are expressions in which a word or name means something else.

    `wordless`: whether an entry that has no words at all is taken.
    """

    words: tuple[str, ...]
    names: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    wordless: bool = True

    @cached_property
    def version(self) -> str:
        """What tells these terms from others: the beginning of a hash."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:12]

    def to_json(self) -> str:
        """The terms, for who asks later what held."""
        said = {"words": self.words, "names": self.names, "other": self.other, "wordless": self.wordless}
        return json.dumps(said, indent=1)

    def has(self, link: Link) -> bool:
        """Whether an entry is on the subject."""
        said = self._others.sub(
            " ", "\n".join(filter(None, (link.title, *link.sections, (link.summary or "")[:_LONGEST])))
        )
        if self._words.search(said) or self._names.search(said):
            return True
        address = self._others.sub(" ", _words_of(link.url))
        if self._words.search(address) or self._names_in_address.search(address):
            return True
        return self.wordless and _is_wordless(link)

    @cached_property
    def _words(self) -> re.Pattern[str]:
        return _any_of(self.words, re.IGNORECASE)

    @cached_property
    def _names(self) -> re.Pattern[str]:
        return _any_of(self.names, re.NOFLAG)

    @cached_property
    def _names_in_address(self) -> re.Pattern[str]:
        return _any_of(self.names, re.IGNORECASE)

    @cached_property
    def _others(self) -> re.Pattern[str]:
        return _any_of(self.other, re.IGNORECASE)


def topics(own: Path | None = None) -> Topics:
    """Our terms, with those of a user's file where there is one. A file that cannot be read, or is none of terms, is
    left out and told as a warning."""
    if own is None:
        return _with(OURS, OURS.read_bytes(), None)
    try:
        return _ours_and(own, own.read_bytes())
    except FileNotFoundError:
        return topics()
    except OSError as error:
        _log.warning("%s: expected a file that can be read; found %s. Its terms are left out.", own, error)
        return topics()


@cache
def _ours_and(path: Path, content: bytes) -> Topics:
    """What is wrong with a file is told once, as long as it stays what it is."""
    try:
        return _with(path, content, topics())
    except OnrecordError as error:
        _log.warning("%s Its terms are left out.", error)
        return topics()


@cache
def _with(path: Path, content: bytes, ours: Topics | None) -> Topics:
    try:
        said = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _no_terms(path, str(error)) from error
    if wrong := list(_faults(said)):
        raise _no_terms(path, "; ".join(wrong))
    words, names, other = (
        tuple(dict.fromkeys([*(getattr(ours, name) if ours else ()), *said.get(name, ())])) for name in _LISTS
    )
    return Topics(words, names, other, said.get("wordless", ours.wordless if ours else True))


def _faults(said: Mapping[str, Any]) -> Iterator[str]:
    for name, value in said.items():
        if name in _LISTS:
            if not isinstance(value, list) or not all(isinstance(one, str) and one.strip(" *") for one in value):
                yield f"{name}: {value!r:.100} is no list of terms"
        elif name != "wordless":
            yield f"unknown key {name}"
        elif not isinstance(value, bool):
            yield f"wordless: {value!r:.100} is neither true nor false"


def _no_terms(path: Path, found: str) -> OnrecordError:
    expected = f"TOML in UTF-8 with {', '.join(_LISTS)} (lists of terms) and wordless"
    return OnrecordError(
        str(path), expected=expected, found=found, remedy="Correct the file (docs/adding-a-source.md)."
    )


def _any_of(terms: tuple[str, ...], flags: re.RegexFlag) -> re.Pattern[str]:
    """One expression that finds each term as a word of its own; none, where there are no terms."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_expression, terms)) or '(?!)'})", flags)


def _expression(term: str) -> str:
    stem = term.removesuffix("*")
    parts = map(re.escape, re.split(r"[\s_-]+", stem.strip()))
    return r"[\s_\-‐‑–]+".join(parts) + ("" if stem != term else r"(?!\w)")


def _words_of(url: str) -> str:
    """The words of an address's path; its host is no word."""
    return re.sub(r"[^\w()]+|_+", " ", unquote(_path(url)))


def _is_wordless(link: Link) -> bool:
    """Whether nothing says what an entry is about: neither title nor summary, nor an address made of words."""
    if link.title or link.summary:
        return False
    return not any(_SLUG.search(part) and not _HEX.fullmatch(part) for part in unquote(_path(link.url)).split("/"))


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""
