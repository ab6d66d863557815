"""What a flow calls: find the documents of a source, fetch them, say what came of it. No flow holds logic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from collectors.archive.log import SEEN, Fetch
from collectors.archive.store import Archive
from collectors.discovering import discover
from collectors.errors import OnrecordError, Remark
from collectors.fetching.client import Client
from collectors.records import Basis, Link, Outcome, Progress, Source, SourceModule
from collectors.replay.server import ReplayServer
from collectors.replay.timeline import Timeline
from collectors.topics.terms import Topics

__all__ = ["Collected", "Together", "collect", "discover", "fetch", "replay", "together"]

_NOT_REACHED: frozenset[Outcome] = frozenset({"unreachable", "blocked", "refused_by_robots"})


@dataclass
class Collected:
    """What a run brought from one source."""

    source_id: str
    fetches: list[Fetch] = field(default_factory=list)  # of documents, one an address (and date, in a replay)
    errors: list[OnrecordError] = field(default_factory=list)  # of start pages
    left_out: int = 0  # addresses that the topic filter left out
    asked: int = 0  # start pages

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

    @property
    def is_silent(self) -> bool:
        """Whether it was asked for something, and nobody answered anything."""
        unreached = sum(error.outcome in _NOT_REACHED for error in self.errors)
        return self.exit_status == 3 and unreached >= self.asked and not SEEN & set(self.outcomes)

    @property
    def is_wrong(self) -> bool:
        """Whether something is wrong with the source, and not with an entry or a document of it alone: with a list, or
        with three documents at least and most of those that were asked for."""
        lists = {error.outcome for error in self.errors if error.table != "entries"}
        wrong = sum(fetch.outcome not in SEEN | _NOT_REACHED for fetch in self.fetches)
        return bool(lists - _NOT_REACHED - {Remark.outcome}) or (wrong >= 3 and 2 * wrong > len(self.fetches))

    @property
    def said_of_filter(self) -> list[str]:
        """How many addresses the topic filter left out; nothing where it left out none."""
        return [f"{self.left_out} left out by the topic filter"] if self.left_out else []

    def __str__(self) -> str:
        """`ice_detention_statistics: 60 not_modified; https://…: expected …` for people and for the log of a run."""
        counted = ", ".join(f"{count} {outcome}" for outcome, count in sorted(self.outcomes.items()))
        remarks = self.said_of_filter + [f"{count} {why}" for why, count in sorted(self.remarks.items())]
        wrong = [f"{error.outcome}: {error}" for error in self.errors]
        wrong += [f"{fetch.url}: {fetch.message}" for fetch in self.fetches if fetch.outcome not in SEEN][:3]
        return "; ".join([f"{self.source_id}: {counted or 'no document asked for'}", *remarks, *wrong])


def fetch(module: SourceModule, client: Client, link: Link) -> Fetch:
    """One document: asked for, logged, kept. Raises nothing for what the publisher does; see `outcome`."""
    return client.get(module.SOURCE, link)


def collect(
    module: SourceModule,
    client: Client,
    progress: Progress | None = None,
    *,
    topics: Topics | None = None,
    only_due: bool = False,
) -> Collected:
    """Discover and fetch everything of one source that is due, one after the other. Parameters are those of
    `discover`."""
    found = discover(module, client, topics, only_due=only_due)
    result = Collected(module.SOURCE.id, errors=found.errors, left_out=found.left_out, asked=found.asked)
    for done, link in enumerate(found.links, start=1):
        result.fetches.append(fetch(module, client, link))
        if progress is not None:
            progress(done, len(found.links))
    return result


@dataclass(frozen=True)
class Together:
    """What a run brought from several sources that share it."""

    name: str
    each: tuple[Collected, ...]

    @property
    def exit_status(self) -> int:
        """1 where something is wrong with one of them (`is_wrong`); 3 where nobody answered of all that were asked. One
        that is not reached among others costs itself, and so does an odd entry or document: they are named."""
        asked = [one for one in self.each if one.asked or one.fetches]
        if any(one.is_wrong for one in asked):
            return 1
        return 3 if asked and all(one.is_silent for one in asked) else 0

    def __str__(self) -> str:
        """`newsrooms: 12 ok; asked 4 of 29; 310 left out by the topic filter (npr 22, …); not reached: vox; npr: …`"""
        counted: Counter[str] = sum((one.outcomes for one in self.each), Counter())
        words = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counted.items()))
        said = [f"{self.name}: {words or 'no document asked for'}"]
        said.append(f"asked {sum(bool(one.asked) for one in self.each)} of {len(self.each)}")
        if left := [f"{one.source_id} {one.left_out}" for one in self.each if one.left_out]:
            said.append(f"{sum(one.left_out for one in self.each)} left out by the topic filter ({', '.join(left)})")
        if silent := [one.source_id for one in self.each if one.is_silent]:
            said.append(f"not reached: {', '.join(silent)}")
        return "; ".join([*said, *(str(one) for one in self.each if one.exit_status and not one.is_silent)])


def together(name: str, results: Iterable[Collected]) -> Together:
    """What a run brought from several sources, as one."""
    return Together(name, tuple(results))


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
