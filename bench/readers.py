"""Whole publishes under the eyes of eight processes, which ask again and again.

    make bench-readers          (.venv/bin/python -m bench.readers [--small 200] [--whole 5])

1. Two hundred publishes of a small warehouse, each with another figure in it.
2. Five publishes of the whole one, made of the bundled history, or of a copy of the home that ONRECORD_HOME names.

Each process opens the published copy, asks twice in one connection, closes it, holds every file of `tables` against
`datapackage.json`, and waits a second; all give way to who publishes (`nice`), else they would leave him no core.
Printed are the counts; exit status 1 where a query failed, or where one answer, or two of one publish, do not fit
together. Folders that are gone were deleted by the second publish after them while they were looked through.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from collectors import registry
from collectors.archive.store import Archive
from collectors.importing import import_file
from tests.readers import Seen, reading
from warehouse.bundle import HISTORY, Bundle
from warehouse.home import Home
from warehouse.publish import publish
from warehouse.rebuild import update

PROCESSES, PAUSE = 8, 1.0  # seconds
SMALL = Path(__file__).resolve().parent.parent / "tests" / "fixtures" / "ice_x_daily_reported" / "days.csv"


def small(root: Path) -> Home:
    """A loaded warehouse of one document, without the history."""
    home = Home(root / "small")
    source = registry.source("ice_x_daily_reported")
    seen_at = datetime(2025, 3, 5, 12, tzinfo=UTC)
    import_file(Archive(home.archive), SMALL, source.SOURCE, SMALL.name, seen_at, "archive_capture")
    update(home, history=_nothing(root / "no history"))
    return home


def _nothing(folder: Path) -> Bundle:
    """A history of no documents."""
    folder.mkdir()
    for name in ("document", "sighting"):
        pq.write_table(pq.read_table(HISTORY / f"{name}.parquet").slice(0, 0), folder / f"{name}.parquet")
    return Bundle(folder)


def whole(root: Path) -> Home:
    """A loaded warehouse of all that there is: a copy of somebody's, or of the history alone."""
    home = Home(root / "whole")
    if named := os.environ.get("ONRECORD_HOME"):
        shutil.copytree(named, home.root, ignore=shutil.ignore_patterns("published"))
    update(home)
    return home


def another_figure(home: Home, number: int) -> None:
    """So that no publish says what another one says."""
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute("update core.observation set value = ? where value is not null", [number])


def watched(home: Home, publishes: int, before: Callable[[Home, int], None]) -> Seen:
    """Publish so often, and print what readers saw meanwhile."""
    before(home, 0)
    publish(home)
    begin = time.perf_counter()
    with reading(home.published, home.tables, home.root, PROCESSES, PAUSE) as seen:
        for number in range(1, publishes + 1):
            before(home, number)
            publish(home)
    seconds = time.perf_counter() - begin
    print(
        f"{home.root.name}: {publishes} publishes in {seconds:.0f} s, read by {PROCESSES} processes:\n"
        f"  {seen.queries:,} queries, which met {len(seen.said)} copies\n"
        f"  {seen.folders:,} folders looked through, of {len(seen.described)} publishes; {seen.gone} gone meanwhile\n"
        f"  {len(seen.failed)} failed, {len(seen.torn())} torn",
        flush=True,
    )
    for failed in [*seen.failed[:5], *seen.torn()]:
        print(f"  {failed}")
    return seen


def main() -> None:
    """Both, one after the other."""
    parser = argparse.ArgumentParser(description="Whole publishes under the eyes of eight processes.")
    parser.add_argument("--small", type=int, default=200, help="publishes of a small warehouse")
    parser.add_argument("--whole", type=int, default=5, help="publishes of the whole one")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="onrecord-readers-") as folder:
        seen = watched(small(Path(folder)), asked.small, another_figure)
        seen.add(watched(whole(Path(folder)), asked.whole, lambda home, number: None))
    sys.exit(bool(seen.failed or seen.torn()))


if __name__ == "__main__":
    main()
