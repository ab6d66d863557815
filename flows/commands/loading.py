"""`onrecord rebuild`, and the loading that follows whatever was collected or imported."""

from __future__ import annotations

from collections.abc import Iterable

from collectors.archive.log import SEEN
from collectors.collecting import Collected
from flows.terminal import out, progress, say
from warehouse import rebuild
from warehouse.home import home
from warehouse.load import Summary


def load(*, rebuild_all: bool) -> Summary:
    """Load what is new and say what came of it."""
    make = rebuild.rebuild if rebuild_all else rebuild.update
    with progress() as bar:
        summary = make(home(), progress=bar("reading documents"))
    out.print(f"{summary} ({summary.seconds:.1f} s)")
    for failure in [*summary.failed, *summary.standing]:
        say(failure.outcome, failure.message)
    if summary.damaged:
        say(summary.damaged.outcome, str(summary.damaged))
    return summary


def load_after(results: Iterable[Collected]) -> int:
    """Load, name what gave no document, and return the exit status that says the most."""
    summary = load(rebuild_all=False)
    codes = {summary.exit_status}
    for result in results:
        codes.add(result.exit_status)
        for fetch in result.fetches:
            if fetch.outcome not in SEEN:
                say(fetch.outcome, fetch.message or fetch.url)
    return 1 if 1 in codes else max(codes)
