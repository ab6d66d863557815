"""What a search gives back, whichever service was asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from collectors.media.moments import moment
from collectors.media.words import plain


@dataclass(frozen=True, slots=True)
class Window:
    """Days, both inclusive, in UTC."""

    first: date
    last: date

    @property
    def begin(self) -> datetime:
        """The first moment of it."""
        return datetime.combine(self.first, time(), UTC)

    @property
    def end(self) -> datetime:
        """The moment after it."""
        return datetime.combine(self.last, time(), UTC) + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Found:
    """One address that a service names. `newsroom` is a name or a domain, as the answer gives it."""

    url: str
    title: str | None
    newsroom: str | None
    printed: str | None  # the time, as the answer gives it
    says: Literal["published", "seen"]  # what that time is: of publication, or when the service saw the page

    @property
    def at(self) -> datetime | None:
        """The moment (UTC) that the printed time names; None of a day alone, and of what has no zone."""
        return None if self.printed is None or re.fullmatch(r"[\d-]+", self.printed) else moment(self.printed)


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found: each address once, in the order of the answers. `odd`: entries without an address, in words.
    `more`: why there may be more than this; None where this is all."""

    found: tuple[Found, ...]
    odd: tuple[str, ...] = ()
    more: str | None = None


def results(entries: Iterable[Found | str], more: str | None = None) -> Results:
    """Entries as they come, a text where one is none."""
    found: dict[str, Found] = {}
    odd = []
    for entry in entries:
        if isinstance(entry, str):
            odd.append(entry)
        else:
            found.setdefault(entry.url, entry)
    return Results(tuple(found.values()), tuple(odd), more)


def entry(
    said: object, *, url: str, title: str, newsroom: str, when: str, says: Literal["published", "seen"]
) -> Found | str:
    """One object of an answer by the names of its fields; what is odd about it where it has no address."""
    if not isinstance(said, dict):
        return f"{said!r:.100}"
    address, named, paper, printed = (_text(said.get(name)) for name in (url, title, newsroom, when))
    if address is None or re.fullmatch(r"https?://[^\s/]+\S*", address, re.IGNORECASE) is None:
        return f"{address!r:.100} in place of an address"
    return Found(address, plain(named) or None if named else None, paper, printed, says)


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
