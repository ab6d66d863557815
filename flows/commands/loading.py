"""`onrecord rebuild`, and the loading that follows whatever was collected or imported."""

from __future__ import annotations

from collections.abc import Iterable

from collectors.archive.log import SEEN
from collectors.archive.store import Archive
from collectors.collecting import Collected
from flows.terminal import out, progress, say
from warehouse import rebuild as rebuilding
from warehouse.home import home
from warehouse.load import Summary


def load(archive: Archive | None = None) -> Summary:
    """Load what is new and say what came of it. An archive that is given has read its log already."""
    with progress() as bar:
        summary = rebuilding.update(home(), archive=archive, progress=bar("reading documents"))
    return _told(summary)


def rebuild(even_if_smaller: bool) -> Summary:
    """Make the warehouse anew and say what came of it."""
    with progress() as bar:
        told = bar("reading documents")
        summary = rebuilding.rebuild(home(), progress=told, even_if_smaller=even_if_smaller)
    return _told(summary)


def _told(summary: Summary) -> Summary:
    out.print(f"{summary.counts} ({summary.seconds:.1f} s)")
    for failure in [*summary.failed, *summary.standing]:
        say(failure.outcome, failure.message)
    changed = {error.document for error in summary.changed}  # `onrecord status` names each page of these
    for page in (one for one in summary.unread if one.source_id not in changed):
        say(f"{page.outcome} (a note)", f"{page.source_id}, {page.message}")
    for error in summary.changed:
        say(error.outcome, str(error))
    if summary.damaged:
        say(summary.damaged.outcome, str(summary.damaged))
    return summary


def load_after(results: Iterable[Collected], archive: Archive) -> int:
    """Load, name what gave no document, and return the exit status that says the most."""
    archive.recover()
    summary = load(archive)
    codes = {summary.exit_status}
    for result in results:
        codes.add(result.exit_status)
        for fetch in result.fetches:
            if fetch.outcome not in SEEN:
                say(fetch.outcome, fetch.message or fetch.url)
    return 1 if 1 in codes else max(codes)
