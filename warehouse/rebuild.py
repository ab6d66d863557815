"""Bring the working warehouse up to date; build it anew where its tables are those of another version.

There are no migrations: everything in it is made of the archive and the bundled history, in seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb

from collectors import registry
from collectors.archive.decisions import DecisionLog
from collectors.archive.listings import ListingLog
from collectors.archive.store import Archive
from collectors.errors import WarehouseError
from collectors.records import Progress, SourceModule
from warehouse import corrections, load
from warehouse.bundle import Bundle, bundled
from warehouse.connection import current, kept_from_others, read_only, undefined
from warehouse.due import refuse_to_lose
from warehouse.home import Home
from warehouse.replacing import discard, put_in_place
from warehouse.state import LISTED_TO, state, tables
from warehouse.unavailable import told


def update(
    home: Home,
    *,
    archive: load.Archive | None = None,
    modules: Mapping[str, SourceModule] | None = None,
    history: Bundle | None = None,
    progress: Progress | None = None,
) -> load.Summary:
    """Load what is new in the archive, rebuild where the schema has changed.

    Left out, the archive is that of `home`, the sources those of the registry with the rows of
    `home`, and the history that of the package.
    Raises WarehouseError where another process holds the warehouse, where loaded documents would be lost, and where the
    disk is full or the folder cannot be written: what was loaded is kept.
    """
    with told(home.warehouse), current(home.warehouse) as connection:
        if connection is not None:
            return _load(connection, home, archive, modules, history, progress)
    return rebuild(home, archive=archive, modules=modules, history=history, progress=progress)


def rebuild(
    home: Home,
    *,
    archive: load.Archive | None = None,
    modules: Mapping[str, SourceModule] | None = None,
    history: Bundle | None = None,
    progress: Progress | None = None,
    even_if_smaller: bool = False,
) -> load.Summary:
    """Build a fresh warehouse beside the old one and put it in its place. Parameters and errors are those of `update`.

    Until it is whole the old one stays; a kill leaves the old one and a file that the next rebuild deletes. One that
    lacks documents that the old one has loaded, because neither archive nor history can give them any more, does not
    take its place (WarehouseError), unless `even_if_smaller`.
    """
    beside = home.warehouse.with_name("rebuilding.duckdb")
    with told(home.warehouse), kept_from_others(home.warehouse) as old, _discarded(beside):
        loaded = {} if even_if_smaller else _loaded(home, old)
        with undefined(beside) as connection:
            summary = _load(connection, home, archive, modules, history, progress)
            refuse_to_lose(str(home.warehouse), _lost(loaded, connection))
            connection.execute("checkpoint")  # what a full disk refuses when it is closed, DuckDB does not tell
        put_in_place(beside, home.warehouse)
    return replace(summary, rebuilt=True)


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
    decisions = DecisionLog(home.archive).read()
    listings = ListingLog(home.archive).since(state(connection, LISTED_TO))
    if modules is None:
        registry.keep(home.newsrooms)
    sources = modules or registry.sources(home.newsrooms)
    corrections.read(home.corrections)  # a file that is none is told before anything is read
    summary = load.load(connection, archive, sources, history or bundled(), progress, decisions, listings)
    corrections.take_over(connection, home.corrections)
    return summary


def _loaded(home: Home, old: duckdb.DuckDBPyConnection | None) -> dict[str, str]:
    """The documents of the old warehouse, of the published copy where there is no other, each with its address."""
    if old is not None:
        return _documents(old)
    try:
        with read_only(home.published) as published:
            return _documents(published)
    except WarehouseError:  # none, or none that can be opened: nothing to compare with
        return {}


def _documents(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Those of which something is loaded."""
    if "document" not in tables(connection, "raw"):
        return {}
    try:
        return dict(connection.execute("select document_id, url from raw.document where outcome = 'ok'").fetchall())
    except duckdb.BinderException:  # so old that it has other columns: nothing to compare with
        return {}


def _lost(loaded: Mapping[str, str], new: duckdb.DuckDBPyConnection) -> set[str]:
    """The addresses of documents that a new warehouse has not: no sighting names them, or their bytes are damaged."""
    named = "select document_id from raw.fetch where outcome in ('ok', 'not_modified') and document_id is not null"
    damaged = "select document_id from raw.document where outcome = 'archive_damaged'"
    held = {id_ for (id_,) in new.execute(f"{named} except {damaged}").fetchall()}
    return {f"{url} ({id_[:12]})" for id_, url in loaded.items() if id_ not in held}


@contextmanager
def _discarded(path: Path) -> Iterator[None]:
    """Nothing is left of a database file: not of an earlier run, and not where this one ends early."""
    discard(path)
    try:
        yield
    finally:
        discard(path)
