"""`onrecord collect`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.table import Table

from collectors import collecting, registry
from collectors.archive.store import Archive
from collectors.collecting import Collected
from collectors.fetching.client import Client
from collectors.records import SourceModule
from collectors.topics import terms
from flows.commands.files import the_file
from flows.commands.loading import load_after
from flows.terminal import out, plain, progress
from warehouse.home import home


def collect(source_ids: Sequence[str], warc: Path | None) -> int:
    """Collect from the sources named (`newsrooms`: all that are rows), or all that were tried; from a WARC in their
    place where one is given. The exit status."""
    modules = registry.named(source_ids, home().newsrooms)
    archive = Archive(home().archive)
    results = _live(modules, archive) if warc is None else _replayed(modules, archive, the_file(warc))
    out.print(_table(results))
    return load_after(results, archive)


def _live(modules: Sequence[SourceModule], archive: Archive) -> list[Collected]:
    share = 1.0 if len(modules) == 1 else 0.5  # of the time that is left, so that the next source gets its turn
    topics = terms.topics(home().topics)
    with progress() as bar, Client(archive, share=share) as client:
        return [collecting.collect(module, client, bar(module.SOURCE.id), topics=topics) for module in modules]


def _replayed(modules: Sequence[SourceModule], archive: Archive, warc: Path) -> list[Collected]:
    with progress() as bar:
        return [collecting.replay(module, archive, warc, progress=bar(module.SOURCE.id)) for module in modules]


def _table(results: Sequence[Collected]) -> Table:
    shown = Table("source", "asked for", "what came of it", title="documents collected")
    for result in results:
        words = [f"{count} {outcome}" for outcome, count in sorted(result.outcomes.items())]
        words += result.said_of_filter
        words += [f"{count} {plain(remark)}" for remark, count in sorted(result.remarks.items())]
        words += [f"[red]{error.outcome}[/]: {plain(error)}" for error in result.errors]
        shown.add_row(result.source_id, str(len(result.fetches)), "\n".join(words) or "nothing to ask for")
    return shown
