"""What feeds, sitemaps and index pages have in common: they list pages, each with an address and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from collectors.errors import LayoutChanged, Remark
from collectors.media.addresses import absolute, original
from collectors.media.moments import first_moment
from collectors.media.words import byline, plain, squeeze
from collectors.records import Document, Link

_MAIL = re.compile(r"\S+@\S+\s*(?:\((?P<name>[^()]+)\))?")


@dataclass(frozen=True, slots=True)
class Printed:
    """One entry as it is printed: of each thing the statements there are, in the order in which they are believed."""

    addresses: tuple[str, ...]
    base: str  # what an address that is not absolute is relative to
    titles: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    summaries: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One page that a list names. Times are aware and in UTC; None (or empty) is what the list does not say."""

    url: str  # absolute, without fragment; that of the page itself, where the list names an archive's replay of it
    title: str | None = None  # plain text on one line, as are the following
    published_at: datetime | None = None
    updated_at: datetime | None = None
    summary: str | None = None  # what is printed as such, else as content
    sections: tuple[str, ...] = ()  # categories, subjects, tags, as spelt
    authors: tuple[str, ...] = ()  # as spelt

    @property
    def link(self) -> Link:
        return Link(self.url, self.title, self.published_at, self.updated_at, self.summary, self.sections)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list names: entries in its order, each address once; and, in words, what could not be read of it."""

    entries: tuple[Entry, ...]
    odd: tuple[str, ...] = ()  # entries that are lost: no XML, no address
    undated: tuple[str, ...] = ()  # times of publication that name no moment, or one after the list was seen

    @property
    def links(self) -> tuple[Link, ...]:
        return tuple(entry.link for entry in self.entries)

    def tell_odd(self, document: Document) -> None:
        """Raises LayoutChanged that names the odd entries, else Remark that names the odd times, if there are any.

        The entries hold all the same.
        """
        if self.odd:
            raise LayoutChanged(
                document.name,
                table="entries",
                expected="an http(s) address in each",
                found=f"{len(self.odd)} of {len(self.odd) + len(self.entries)} without: {'; '.join(self.odd[:3])}",
                remedy="The others were taken; look at these.",
            )
        if self.undated:
            raise Remark(
                document.name,
                table="entries",
                expected="times that name a moment, not after the list was seen",
                found=f"{len(self.undated)} that do not: {'; '.join(self.undated[:3])}",
                remedy="The entries were taken without it; a source whose times have no zone declares one.",
            )


def listing(document: Document, found: Iterable[Printed | str], zone: tzinfo | None) -> Listing:
    """The entries of a list. `zone` is that of times printed without one; a text says why an entry is none."""
    entries: dict[str, Entry] = {}
    odd: list[str] = []
    undated: list[str] = []
    for place, printed in enumerate(found, start=1):
        entry = printed if isinstance(printed, str) else _entry(printed, zone, document.first_seen_at)
        if isinstance(entry, str):
            odd.append(f"entry {place} ({entry})")
        elif entry.url not in entries and not isinstance(printed, str):
            entries[entry.url] = entry
            undated += [f"entry {place} ({time[:100]!r})" for time in _unread(printed, entry)]
    return Listing(tuple(entries.values()), tuple(odd), tuple(undated))


def _entry(printed: Printed, zone: tzinfo | None, seen: datetime | None) -> Entry | str:
    """The entry, or what was found in place of its address."""
    url = next((url for text in printed.addresses if (url := _address(printed.base, text))), None)
    if url is None:
        named = " ".join(printed.addresses) or " ".join(printed.titles[:1])
        return f"{named[:200]!r}" if named else "no address"
    authors = (name for text in printed.authors for name in byline(_without_mail(plain(text))))
    sections = (plain(text) for text in printed.sections)
    return Entry(
        url,
        title=next(filter(None, map(plain, printed.titles)), None),
        published_at=first_moment(printed.published, zone, seen),
        updated_at=first_moment(printed.updated, zone, seen),
        summary=next(filter(None, map(plain, printed.summaries)), None),
        sections=tuple(dict.fromkeys(filter(None, sections))),
        authors=tuple(dict.fromkeys(filter(None, authors))),
    )


def _address(base: str, printed: str) -> str | None:
    """None too for what leads back to the list itself: `#top`, `https://`."""
    printed = printed.strip()
    if not printed or re.search(r"\s", printed) or re.fullmatch(r"(?:https?:/*)?(?:#.*)?", printed, re.IGNORECASE):
        return None
    url = absolute(base, printed)
    return None if url is None else original(url)


def _unread(printed: Printed, entry: Entry) -> list[str]:
    """The time of publication, where nothing could be made of it. A last change is often a mere day, without zone."""
    texts = [squeeze(text) for text in printed.published]
    return [text for text in texts if text][:1] if entry.published_at is None else []


def _without_mail(author: str) -> str:
    """RSS has authors as `desk@example.org (Jane Roe)`: the name, where there is one."""
    mail = _MAIL.fullmatch(author)
    return author if mail is None else mail["name"] or ""
