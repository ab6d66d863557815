"""What a flow calls: find the documents of a source, fetch them, say what came of it. No flow holds logic."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urldefrag

from collectors.answers import ask_all, asks_of
from collectors.archive.log import SEEN, Fetch
from collectors.archive.store import Archive
from collectors.errors import LayoutChanged, OnrecordError, Remark
from collectors.fetching.client import Client
from collectors.passed_over import passed_over
from collectors.records import Basis, Document, Link, Outcome, Progress, Source, SourceModule
from collectors.replay.server import ReplayServer
from collectors.replay.timeline import Timeline
from collectors.revisiting import due

#: lists (a start page and what it leads to) that one run asks for at most: a publisher may keep hundreds
MOST_LISTS = 20
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
    def remarks(self) -> Counter[str]:
        """How many documents that came well had something said of them (asked for in full, and why)."""
        return Counter(fetch.message for fetch in self.fetches if fetch.outcome in SEEN and fetch.message)

    @property
    def exit_status(self) -> int:
        """0 all well, 3 the source (or some of it) could not be reached, 1 something was wrong with what came."""
        outcomes = {*self.outcomes, *(error.outcome for error in self.errors)} - SEEN - {Remark.outcome}
        if outcomes - _NOT_REACHED:
            return 1
        return 3 if outcomes else 0

    def __str__(self) -> str:
        """`ice_detention_statistics: 60 not_modified; https://…: expected …` for people and for the log of a run."""
        counted = ", ".join(f"{count} {outcome}" for outcome, count in sorted(self.outcomes.items()))
        remarks = [f"{count} {why}" for why, count in sorted(self.remarks.items())]
        wrong = [f"{error.outcome}: {error}" for error in self.errors]
        wrong += [f"{fetch.url}: {fetch.message}" for fetch in self.fetches if fetch.outcome not in SEEN][:3]
        return "; ".join([f"{self.source_id}: {counted or 'no document asked for'}", *remarks, *wrong])


def discover(module: SourceModule, client: Client) -> tuple[list[Link], list[OnrecordError]]:
    """The documents to ask for: those that the start pages name, each address once, in their order; of articles those
    that are due (`revisiting`), listed still or not. And what was wrong with start pages.

    Where a source has `further`, the lists that a page leads to (the sitemaps of an index, the next page of one) are
    asked too, as long as they name a document that the archive has not. What is wrong with one link costs that link,
    what is wrong with one page that page. Where a start page is not in a replayed WARC, the addresses that match
    `Source.documents` are what discovery would have found. A source that is asked answer by answer (`answers`) names
    none: what it gives is in the archive then.
    """
    source = module.SOURCE
    if (asks := asks_of(module)) is not None:
        return [], ask_all(module, asks, client)
    links: dict[str, Link] = {}
    errors: list[OnrecordError] = []
    pages: list[Document] = []
    served = None if client.replay is None else set(client.replay.addresses())
    for start in source.start:
        if served is not None and start not in served:
            found = [Link(url) for url in sorted(served) if source.owns(url)]
        else:
            found = _all_linked(module, client, start, pages, errors)
        errors += _gather(links, found, source, start, client)
        if why := client.in_full.get(start):
            errors.append(Remark(start, expected="an answer we may believe", found=why, remedy="Nothing to do."))
    for page in pages:
        try:
            errors += passed_over(source, page, links.values())
        except Exception as error:  # noqa: BLE001 an odd page costs this look at it, not the documents that it names
            errors.append(client.log_failure(source, page.url, error))
    if served is not None or not source.holds_articles:
        return list(links.values()), errors
    return due(links.values(), client.archive.answered(source), client.now()), errors


def _all_linked(
    module: SourceModule, client: Client, start: str, pages: list[Document], errors: list[OnrecordError]
) -> list[Link]:
    """What a start page and the lists that it leads to name. A list that names nothing new leads no further."""
    found: list[Link] = []
    waiting, known = deque([start]), {start}
    served = None if client.replay is None else set(client.replay.addresses())
    for _ in range(MOST_LISTS):
        if not waiting:
            break
        before = len(pages)
        links = _linked(module, client, waiting.popleft(), pages, errors)
        found += links
        if len(pages) > before and (not links or any(not client.archive.knows(link.url) for link in links)):
            more = _further(module, client, pages[-1], errors)
            more = [url for url in more if served is None or url in served]
            waiting += [url for url in dict.fromkeys(more) if url not in known]
            known |= set(more)
    if waiting:
        found_more = f"{len(waiting)} more, first {waiting[0]}"
        remedy = "Those changed last come first; the older ones are for an import (docs/archive.md)."
        errors.append(Remark(start, expected=f"at most {MOST_LISTS} lists a run", found=found_more, remedy=remedy))
    return found


def _further(module: SourceModule, client: Client, page: Document, errors: list[OnrecordError]) -> list[str]:
    """The addresses of the lists that a page leads to; none where its source does not ask."""
    further = getattr(module, "further", None)
    try:
        return [] if further is None else [link.url for link in further(page)]
    except OnrecordError as error:
        errors.append(error)
    except Exception as error:  # noqa: BLE001 as in `_linked`
        errors.append(client.log_failure(module.SOURCE, page.url, error))
    return []


def _linked(
    module: SourceModule, client: Client, start: str, pages: list[Document], errors: list[OnrecordError]
) -> list[Link]:
    """What a start page names, as far as it could be read."""
    found: list[Link] = []
    try:
        page = client.page(module.SOURCE, start)
        pages.append(page)
        for link in module.discover(page):
            found.append(link)  # one by one: those before a fault count
    except OnrecordError as error:
        errors.append(error)
    except Exception as error:  # noqa: BLE001 a fault of ours in reading one page costs that page, and is logged
        errors.append(client.log_failure(module.SOURCE, start, error))
    return found


def fetch(module: SourceModule, client: Client, link: Link) -> Fetch:
    """One document: asked for, logged, kept. Raises nothing for what the publisher does; see `outcome`."""
    return client.get(module.SOURCE, link)


def collect(module: SourceModule, client: Client, progress: Progress | None = None) -> Collected:
    """Discover and fetch everything of one source that is due, one after the other."""
    links, errors = discover(module, client)
    result = Collected(module.SOURCE.id, errors=errors)
    for done, link in enumerate(links, start=1):
        result.fetches.append(fetch(module, client, link))
        if progress is not None:
            progress(done, len(links))
    return result


def together(name: str, results: Iterable[Collected]) -> Collected:
    """What a run brought from several sources, as one."""
    each = list(results)
    return Collected(name, [one for got in each for one in got.fetches], [one for got in each for one in got.errors])


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
    with ReplayServer(warcs, basis=basis) as server, Client(archive, transport=server.transport(), share=1.0) as client:
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


def _gather(
    links: dict[str, Link], found: Sequence[Link], source: Source, start: str, client: Client
) -> list[OnrecordError]:
    """Add what a page names, each address once; of two links the one that says when the document was published."""
    errors: list[OnrecordError] = []
    strange: list[str] = []
    for link in found:
        try:
            url = urldefrag(link.url).url
            owned = source.owns(url)
        except Exception as error:  # noqa: BLE001 an odd link costs itself
            errors.append(client.log_failure(source, link.url, error))
            continue
        if not owned:
            strange.append(url)
        elif url not in links or (links[url].published_at is None and link.published_at is not None):
            links[url] = replace(link, url=url)
    return [*errors, _not_owned(source, start, strange)] if strange else errors


def _not_owned(source: Source, start: str, urls: Sequence[str]) -> LayoutChanged:
    return LayoutChanged(
        start,
        expected=f"links that match {source.documents}",
        found=", ".join(urls[:3]),
        remedy=f"Mend `discover` or `SOURCE.documents` of {source.id}; what it does not own would not be loaded.",
    )
