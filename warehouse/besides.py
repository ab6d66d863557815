"""What stands beside the published copy, all of it made of that copy alone: what `onrecord search` looks through, the
tables as files of other programs, the feed of changes, the page to look at."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from warehouse import indexing, report
from warehouse.changes import feed
from warehouse.connection import read_only
from warehouse.exporting import publishing
from warehouse.home import Home
from warehouse.replacing import discard, put_in_place


@dataclass(frozen=True, slots=True)
class Besides:
    """What was made of a copy, not in its place yet. `unindexed`: why words are not indexed; None where they are."""

    tables: publishing.Written
    unindexed: str | None


def make(copy: Path, home: Home) -> Besides:
    """Make all of it of a copy that nobody is writing; `show` puts it in its place, `discard_next` takes it away.

    Raises WarehouseError where a file cannot be written.
    """
    with (
        read_only(copy),  # held, so that it is opened once for all of them
        ThreadPoolExecutor(2, "beside") as beside,  # DuckDB writes and indexes while Python draws
    ):
        writing = beside.submit(publishing.write, copy, home.tables)
        words = beside.submit(indexing.build, copy, _next(home.search))
        feed.write(copy, _next(home.feed))
        report.build(copy, _next(home.report))
        return Besides(writing.result(), words.result())


def show(made: Besides, home: Home) -> None:
    """Put it in its place, the copy being there. Who is killed before the last is told by `onrecord search`."""
    publishing.put_in_place(made.tables, home.tables)
    _next(home.feed).replace(home.feed)
    _next(home.report).replace(home.report)
    put_in_place(_next(home.search), home.search)


def discard_next(home: Home) -> None:
    """Take away what is not in its place, after a publish that failed."""
    discard(_next(home.search))
    _next(home.feed).unlink(missing_ok=True)
    _next(home.report).unlink(missing_ok=True)
    publishing.discard(home.tables)


def _next(path: Path) -> Path:
    return path.with_name(f"next-{path.name}")
