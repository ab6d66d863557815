"""Words and days ▶ addresses of many newsrooms by a search service; those that belong to a source ▶ the archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from collectors import registry
from collectors.archive.log import Fetch
from collectors.discovery import gdelt, gdelt_files, guardian, mediacloud
from collectors.discovery.asking import Asker
from collectors.discovery.results import Found, Results, Window
from collectors.fetching.client import Client
from collectors.records import Link, SourceModule


class Search(Protocol):
    """How every service is asked."""

    def __call__(self, asker: Asker, words: str, window: Window, *, base: str = ...) -> Results: ...


class Service(NamedTuple):
    """A search service. `proven`: whether a live answer of it was ever read."""

    search: Search
    base: str
    seconds_between: float
    proven: bool = False


SERVICES = {
    "gdelt": Service(gdelt.search, gdelt.BASE, gdelt.SECONDS_BETWEEN),
    "gdelt-files": Service(gdelt_files.search, gdelt_files.BASE, gdelt_files.SECONDS_BETWEEN),
    "mediacloud": Service(mediacloud.search, mediacloud.BASE, mediacloud.SECONDS_BETWEEN),
    "guardian": Service(guardian.search, guardian.BASE, guardian.SECONDS_BETWEEN),
}


@dataclass
class Taken:
    """What became of addresses that were found."""

    fetches: list[Fetch] = field(default_factory=list)
    known: int = 0  # are in the archive already
    strange: list[Found] = field(default_factory=list)  # belong to no source

    @property
    def outcomes(self) -> Counter[str]:
        """How many of those that were asked for had which outcome."""
        return Counter(fetch.outcome for fetch in self.fetches)


def find(name: str, words: str, window: Window, asker: Asker | None = None) -> Results:
    """Ask one of SERVICES. Raises the kinds of FetchFailed (BadKey, TooOften among them) and BadContent."""
    service = SERVICES[name]
    with asker or Asker(seconds_between=service.seconds_between) as one:
        return service.search(one, words, window, base=service.base)


def owners(modules: Iterable[SourceModule]) -> Callable[[str], SourceModule | None]:
    """Which of some sources has an address (`registry.rightful`); None where none does."""
    listed = list(modules)
    return lambda url: registry.rightful(url, listed)


def take(found: Collection[Found], client: Client, owner: Callable[[str], SourceModule | None]) -> Taken:
    """Ask for the addresses that belong to a source and that the archive has not. Raises nothing for what publishers
    do: see the outcomes."""
    taken = Taken()
    for one in found:
        module = owner(one.url)
        if module is None:
            taken.strange.append(one)
        elif client.archive.knows(one.url):
            taken.known += 1
        else:
            published = one.at if one.says == "published" else None
            taken.fetches.append(client.get(module.SOURCE, Link(one.url, one.title, published)))
    return taken
