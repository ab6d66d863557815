"""Bring the working warehouse up to date; build it anew where its tables are those of another version.

There are no migrations: everything in it is made of the archive and the bundled history, in seconds.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from collectors import registry
from collectors.archive.store import Archive
from collectors.records import Progress, SourceModule
from warehouse import load
from warehouse.bundle import Bundle, bundled
from warehouse.connection import is_current, kept_from_others, writer
from warehouse.home import Home
from warehouse.replacing import discard, put_in_place


def update(
    home: Home,
    *,
    archive: load.Archive | None = None,
    modules: Mapping[str, SourceModule] | None = None,
    history: Bundle | None = None,
    progress: Progress | None = None,
) -> load.Summary:
    """Load what is new in the archive, rebuild where the schema has changed.

    Left out, the archive is that of `home`, the sources those of the registry and the history that of the package.
    Raises WarehouseError where another process holds the warehouse.
    """
    if not is_current(home.warehouse):
        return rebuild(home, archive=archive, modules=modules, history=history, progress=progress)
    with writer(home.warehouse) as connection:
        return _load(connection, home, archive, modules, history, progress)


def rebuild(
    home: Home,
    *,
    archive: load.Archive | None = None,
    modules: Mapping[str, SourceModule] | None = None,
    history: Bundle | None = None,
    progress: Progress | None = None,
) -> load.Summary:
    """Build a fresh warehouse beside the old one and put it in its place. Parameters and errors are those of `update`.

    Until it is whole the old one stays; a kill leaves the old one and a file that the next rebuild deletes.
    """
    beside = home.warehouse.with_name("rebuilding.duckdb")
    with kept_from_others(home.warehouse):
        discard(beside)
        with writer(beside) as connection:
            summary = _load(connection, home, archive, modules, history, progress)
        put_in_place(beside, home.warehouse)
    summary.rebuilt = True
    return summary


def _load(
    connection: duckdb.DuckDBPyConnection,
    home: Home,
    archive: load.Archive | None,
    modules: Mapping[str, SourceModule] | None,
    history: Bundle | None,
    progress: Progress | None,
) -> load.Summary:
    if archive is None:
        archive = Archive(home.archive)
        archive.recover()  # bytes whose line in the log a kill has prevented are loaded now, not after the next fetch
    return load.load(connection, archive, modules or registry.sources(), history or bundled(), progress)
