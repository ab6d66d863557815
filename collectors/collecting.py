"""What a flow calls: find the documents of a source, fetch them, say what came of it. No flow holds logic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urldefrag

from collectors.archive.log import SEEN, Fetch
from collectors.archive.store import Archive
from collectors.errors import LayoutChanged, OnrecordError
from collectors.fetching.client import Client
from collectors.records import Basis, Link, Outcome, Progress, Source, SourceModule
from collectors.replay.server import ReplayServer
from collectors.replay.timeline import Timeline

_NOT_REACHED: frozenset[Outcome] = frozenset({"unreachable", "blocked", "refused_by_robots"})


@dataclass
class Collected:
    """What a run brought from one source."""

    source_id: str
    fetches: list[Fetch] = field(default_factory=list)  # of documents, one an address (and date, in a replay)
    errors: list[OnrecordError] = field(default_factory=list)  # of start pages

    @property
    def outcomes(self) -> Counter[str]:
        """How many documents had which outcome."""
        return Counter(fetch.outcome for fetch in self.fetches)

    @property
    def exit_status(self) -> int:
        """0 all well, 3 the source (or some of it) could not be reached, 1 something was wrong with what came."""
        outcomes = {*self.outcomes, *(error.outcome for error in self.errors)} - SEEN
        if outcomes - _NOT_REACHED:
            return 1
        return 3 if outcomes else 0

    def __str__(self) -> str:
        """`ice_detention_statistics: 60 not_modified; https://…: expected …` for people and for the log of a run."""
        counted = ", ".join(f"{count} {outcome}" for outcome, count in sorted(self.outcomes.items()))
        wrong = [f"{error.outcome}: {error}" for error in self.errors]
        wrong += [f"{fetch.url}: {fetch.message}" for fetch in self.fetches if fetch.outcome not in SEEN][:3]
        return "; ".join([f"{self.source_id}: {counted or 'no document asked for'}", *wrong])


def discover(module: SourceModule, client: Client) -> tuple[list[Link], list[OnrecordError]]:
    """The documents that the start pages name, each address once, in their order; and what was wrong with start pages.

    Where a start page is not in a replayed WARC, the addresses that match `Source.documents` are what discovery
    would have found.
    """
    links: dict[str, Link] = {}
    errors: list[OnrecordError] = []
    served = None if client.replay is None else set(client.replay.addresses())
    for start in module.SOURCE.start:
        try:
            if served is not None and start not in served:
                found = [Link(url) for url in sorted(served) if module.SOURCE.owns(url)]
            else:
                found = list(module.discover(client.page(module.SOURCE, start)))
        except OnrecordError as error:
            errors.append(error)
            continue
        _gather(links, found)
        if strange := [link.url for link in found if not module.SOURCE.owns(urldefrag(link.url).url)]:
            errors.append(_not_owned(module.SOURCE, start, strange))
            for url in strange:
                links.pop(urldefrag(url).url, None)
    return list(links.values()), errors


def fetch(module: SourceModule, client: Client, link: Link) -> Fetch:
    """One document: asked for, logged, kept. Raises nothing for what the publisher does; see `outcome`."""
    return client.get(module.SOURCE, link)


def collect(module: SourceModule, client: Client, progress: Progress | None = None) -> Collected:
    """Discover and fetch everything of one source, one after the other."""
    links, errors = discover(module, client)
    result = Collected(module.SOURCE.id, errors=errors)
    for done, link in enumerate(links, start=1):
        result.fetches.append(fetch(module, client, link))
        if progress is not None:
            progress(done, len(links))
    return result


def replay(
    module: SourceModule,
    archive: Archive,
    warc: Path | Sequence[Path],
    *,
    basis: Basis = "archive_capture",
    progress: Progress | None = None,
) -> Collected:
    """Collect from WARCs in place of the publisher, over HTTP on 127.0.0.1.

    What the archive has not seen yet is fetched with the clock at the date of each capture, oldest first, so that
    an interrupted replay goes on where it was. Where nothing is left the clock stays at the last date: one
    conditional request an address.
    """
    warcs = [warc] if isinstance(warc, Path) else list(warc)
    result = Collected(module.SOURCE.id)
    with ReplayServer(warcs, basis=basis) as server, Client(archive, transport=server.transport()) as client:
        due = _due(module.SOURCE, archive, server.timeline)
        if not due:
            return collect(module, client, progress)
        for done, (moment, url) in enumerate(due, start=1):
            server.timeline.clock = moment
            result.fetches.append(client.get(module.SOURCE, Link(url)))
            if progress is not None:
                progress(done, len(due))
    return result


def _due(source: Source, archive: Archive, timeline: Timeline) -> list[tuple[datetime, str]]:
    """The captures of a source's documents that the archive has not, in date order."""
    due = []
    for url, version in timeline.sightings():
        if source.owns(url):
            seen = Fetch(source.id, url, "ok", datetime.now(UTC), timeline.basis, version.captured_at)
            if not archive.has(replace(seen, document_id=version.document_id)):
                due.append((version.captured_at, url))
    return due


def _gather(links: dict[str, Link], found: Sequence[Link]) -> None:
    """Each address once; of two links the one that says when the document was published."""
    for link in found:
        url = urldefrag(link.url).url
        if url not in links or (links[url].published_at is None and link.published_at is not None):
            links[url] = replace(link, url=url)


def _not_owned(source: Source, start: str, urls: Sequence[str]) -> LayoutChanged:
    return LayoutChanged(
        start,
        expected=f"links that match {source.documents}",
        found=", ".join(urls[:3]),
        remedy=f"Mend `discover` or `SOURCE.documents` of {source.id}; what it does not own would not be loaded.",
    )
