"""The archive and the bundled history ▶ the working warehouse.

A document is loaded whole or not at all: what it said is deleted and what it says is inserted in one transaction, which
holds some hundred documents (several times faster than one each; a kill loses none but those). They are inserted piece
by piece, while the next ones are read.
Read are only documents that are new, or that another version of their parser has read. One that cannot be read leaves
its refusal and a row in raw.load, and nothing else, not even what an older parser made of it: the warehouse is what
these parsers say. Where the archive cannot give the bytes any more, the bundled history stands in, or else what is
loaded stays.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, islice
from typing import Protocol

import duckdb
import pyarrow as pa

from collectors.archive.decisions import Decision
from collectors.archive.listings import Added
from collectors.archive.log import Fetch
from collectors.declared import refuse_undeclared
from collectors.errors import ArchiveDamaged, LayoutChanged
from collectors.reading.document import Reading
from collectors.reading.worker import read_documents
from collectors.records import SCHEMAS, Claimed, Document, Progress, Sighting, SourceModule
from warehouse.bundle import Bundle
from warehouse.decide import decision_rows, forgotten, recalled, remembered
from warehouse.declarations import declare
from warehouse.definitions import SCHEMA, define, run_file
from warehouse.deriving import derive
from warehouse.due import Due, Version, due, first_sightings, refuse_to_lose
from warehouse.refused import Failure, newsrooms_changed, no_articles, refused
from warehouse.rows import (
    damaged_reading,
    document_row,
    fetch_rows,
    left_out_rows,
    listing_rows,
    load_row,
    now,
    source_row,
)
from warehouse.state import LISTED_TO, insert, set_state, tables, transaction

PIECE_ROWS = 61_440  # half a row group of DuckDB, about 6 MB: inserted while the next ones are read
PIECE_DOCUMENTS = 200  # of articles, which have no figures: they wait in memory until they are inserted
BATCH_PIECES = 16  # of a transaction: a million figures

NOTHING_ADDED = Added([])


class Archive(Protocol):
    """What the loader needs of `collectors.archive.Archive`."""

    def fetches(self) -> Iterator[Fetch]: ...
    def documents(self, ids: Collection[str] | None = None) -> Iterator[Document]: ...


@dataclass(frozen=True, slots=True)
class Summary:
    """What a load did. `failed` is what was refused of the documents that were read, `standing` what an earlier run
    refused and nothing has changed since; neither holds what somebody has accepted. Pages of newsrooms are judged
    together: `unread` are those that this run could not read, `changed` tells the newsrooms of which too many could not
    (core.newsroom_pages), `no_articles` counts those of this run that are none."""

    documents: int = 0  # loaded from bytes
    history: int = 0  # loaded from the bundled history
    unchanged: int = 0  # already there
    removed: int = 0  # no longer documents of any source
    pages: int = 0  # archived bytes that are no documents: start pages, feeds
    observations: int = 0  # loaded in this run
    entries: int = 0  # rows of lists, loaded in this run
    failed: tuple[Failure, ...] = ()
    standing: tuple[Failure, ...] = ()
    unread: tuple[Failure, ...] = ()
    changed: tuple[LayoutChanged, ...] = ()
    no_articles: int = 0
    damaged: ArchiveDamaged | None = None  # what the archive could not give
    rebuilt: bool = False
    seconds: float = 0.0

    @property
    def exit_status(self) -> int:
        """1 where something is not in the warehouse that should be, else 0."""
        return 1 if self.failed or self.standing or self.changed or self.damaged else 0

    @property
    def counts(self) -> str:
        """`loaded 15,000 observations of 3 documents and 90 of the bundled history; 0 unchanged, 0 refused`."""
        refused = len(self.failed) + len(self.standing) + len(self.unread)
        entries = f" and {self.entries:,} entries" if self.entries else ""
        loaded = f"loaded {self.observations:,} observations{entries} of {self.documents} documents"
        told = f"{loaded} and {self.history} of the bundled history; {self.unchanged} unchanged, {refused} refused"
        none = f", {self.no_articles} no article" if self.no_articles else ""
        return told + none

    def __str__(self) -> str:
        """The counts, and the newsrooms whose pages cannot be read."""
        return "; ".join([self.counts, *map(str, self.changed)])


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A reading that is in the warehouse, without what it says."""

    document_id: str
    bytes_held: bool
    whole: bool  # not refused
    observations: int
    entries: int


class _Given:
    """The documents that an archive gives of those asked for. When it has given all that it can, `lost` holds the ids
    of the others, and `error` says why."""

    def __init__(self, archive: Archive, ids: Collection[str], recalled: Mapping[str, Collection[Sighting]]) -> None:
        self._archive, self._ids, self._recalled = archive, ids, recalled
        self.lost = set(ids)
        self.error: ArchiveDamaged | None = None

    def __iter__(self) -> Iterator[Document]:
        if not self._ids:
            return
        try:
            for document in self._archive.documents(self._ids):
                self.lost.discard(document.document_id)
                yield self._as_remembered(document)
        except ArchiveDamaged as error:  # raised after all that is whole: the run goes on, and says so at its end
            self.error = error
        if self.lost and self.error is None:
            self.error = _not_given(self.lost)

    def _as_remembered(self, document: Document) -> Document:
        """A document that was forgotten and came again has the sightings since alone."""
        if document.document_id not in self._recalled:
            return document
        counting = self._recalled[document.document_id]
        return replace(document, sightings=tuple(one for one in document.sightings if one in counting))


def load(
    connection: duckdb.DuckDBPyConnection,
    archive: Archive,
    modules: Mapping[str, SourceModule],
    history: Bundle | None = None,
    progress: Progress | None = None,
    decisions: Collection[Decision] = (),
    listings: Added = NOTHING_ADDED,
) -> Summary:
    """Bring an open warehouse, views and seeds included, up to date with an archive and the bundled history; a new one
    is empty.

    `modules` are the sources by their ids, `listings` what their lists named since
    the last load. What cannot be read is collected in the
    summary, in core.refusal and in raw.load. Raises WarehouseError, before anything is changed, where loaded documents
    are neither in the archive's log nor in the history any more. Any other exception ends the run; the next one goes
    on after the last whole batch.
    """
    begin, run_at = time.perf_counter(), now()
    fetches = list(archive.fetches())
    counted = remembered(fetches, decisions)
    todo = due(counted, modules, history, _known(connection), forgotten(decisions))
    sightings = first_sightings(fetches)
    bundled = {} if history is None else history.documents()
    refuse_to_lose("the warehouse", todo.known.keys() - sightings.keys() - bundled.keys())
    given = _Given(archive, todo.of_archive, recalled(counted, decisions))
    with read_documents((modules[todo.wanted[one.document_id].source_id], one) for one in given) as of_archive:
        define(connection)  # while the first documents are read
        _load_sources(connection, modules)
        declare(connection, modules)
        _load_fetches(connection, fetches, history)
        _load_decisions(connection, decisions)
        _load_listings(connection, listings)
        _remove(connection, todo.gone)
        readings = chain(
            _of_history(todo.of_history, modules, history),  # read while the processes begin
            of_archive,
            _in_place_of_lost(given, todo, modules, sightings, history),
        )
        loaded = _load_all(connection, _counted(readings, len(todo.ids), progress), todo.known, run_at)
    derive(connection)
    read = {one.document_id for one in loaded}
    standing = refused(connection)
    failures = [one for one in standing if one.document_id in todo.wanted]
    alone = [one for one in failures if not one.is_page]
    return Summary(
        documents=sum(one.whole and one.bytes_held for one in loaded),
        history=sum(one.whole and not one.bytes_held for one in loaded),
        unchanged=len(todo.wanted) - len(todo.ids),
        removed=len(todo.gone),
        pages=len(first_sightings(counted).keys() - todo.wanted.keys()),
        observations=sum(one.observations for one in loaded),
        entries=sum(one.entries for one in loaded),
        failed=tuple(one for one in alone if one.document_id in read),
        standing=tuple(one for one in alone if one.document_id not in read),
        unread=tuple(one for one in failures if one.is_page and one.document_id in read),
        changed=tuple(newsrooms_changed(connection)) if any(one.is_page for one in standing) else (),
        no_articles=no_articles(connection, read),
        damaged=given.error,
        seconds=time.perf_counter() - begin,
    )


def _of_history(ids: Collection[str], modules: Mapping[str, SourceModule], history: Bundle | None) -> Iterator[Reading]:
    """What the bundled history says of some documents, held against the declarations of today."""
    for one in history.readings(ids) if history is not None else ():
        yield replace(one, tables=refuse_undeclared(modules.get(one.source_id), one.tables))


def _in_place_of_lost(
    given: _Given,
    todo: Due,
    modules: Mapping[str, SourceModule],
    sightings: Mapping[str, Fetch],
    history: Bundle | None,
) -> Iterator[Reading]:
    """The bundled history in place of what the archive has lost, when it has given all it can; the rest of that as
    refused, save what is loaded already."""
    if not given.lost:
        return
    bundled = {} if history is None else history.documents()
    if history is not None:
        yield from _of_history(_stand_ins(given.lost & bundled.keys(), todo, history), modules, history)
    for id_ in sorted(given.lost - bundled.keys()):
        loaded = id_ in todo.known and todo.known[id_].bytes_held
        if given.error is not None and not loaded:
            yield damaged_reading(sightings[id_], todo.wanted[id_], given.error)


def _stand_ins(lost: Collection[str], todo: Due, history: Bundle) -> set[str]:
    """Those of the lost documents of which this history is not loaded yet."""
    return {id_ for id_ in lost if id_ not in todo.known or todo.known[id_].parser_hash != history.parser_hash}


def _load_all(
    connection: duckdb.DuckDBPyConnection, readings: Iterable[Reading], known: Mapping[str, Version], run_at: datetime
) -> list[_Loaded]:
    loaded: list[_Loaded] = []
    pieces = _pieces(readings)
    with _inserting_beside_readers(connection):
        while first := next(pieces, None):
            with transaction(connection):
                for piece in chain([first], islice(pieces, BATCH_PIECES - 1)):
                    _load_piece(connection, piece, known, run_at)
                    loaded += map(_without_tables, piece)
                set_state(connection, derived_at=None, loaded_at=now().isoformat())
    return loaded


def _pieces(readings: Iterable[Reading]) -> Iterator[list[Reading]]:
    """Readings that together have as many figures as a piece, or a few more; or as many documents, where these have few
    figures or none."""
    piece: list[Reading] = []
    figures = 0
    for reading in readings:
        piece.append(reading)
        figures += reading.rows("observation")
        if figures >= PIECE_ROWS or len(piece) >= PIECE_DOCUMENTS:
            yield piece
            piece, figures = [], 0
    if piece:
        yield piece


@contextmanager
def _inserting_beside_readers(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """DuckDB inserts as fast with one thread as with two, which take twice the work; and each row group is written when
    it is full, not five together: all that while documents are read."""
    connection.execute("set threads = 1")
    connection.execute("set write_buffer_row_group_count = 1")
    try:
        yield
    finally:
        connection.execute("reset threads")
        connection.execute("reset write_buffer_row_group_count")


def _without_tables(reading: Reading) -> _Loaded:
    rows = (reading.rows("observation"), reading.rows("entry"))
    return _Loaded(reading.document_id, reading.bytes_held, reading.error is None, *rows)


def _load_piece(
    connection: duckdb.DuckDBPyConnection, piece: list[Reading], known: Mapping[str, Version], run_at: datetime
) -> None:
    """Some whole documents."""
    _delete(connection, [one.document_id for one in piece if one.document_id in known])
    for kind in SCHEMAS:
        parts = [_with_id(one.document_id, one.tables[kind]) for one in piece if one.rows(kind)]
        if parts:
            insert(connection, f"core.{kind}", pa.concat_tables(parts))
    insert(connection, "raw.document", pa.Table.from_pylist([document_row(one) for one in piece]))
    insert(connection, "raw.load", pa.Table.from_pylist([load_row(one, run_at, now()) for one in piece]))


def _delete(connection: duckdb.DuckDBPyConnection, document_ids: Collection[str]) -> None:
    """All that some documents said, and that they were read; raw.load keeps the history of that."""
    if document_ids:
        for table in (*(f"core.{kind}" for kind in SCHEMAS), "raw.document"):
            connection.execute(f"delete from {table} where document_id in (select unnest(?))", [sorted(document_ids)])


def _remove(connection: duckdb.DuckDBPyConnection, document_ids: Collection[str]) -> None:
    """Documents that are none any more: of a source that is gone, or that owns them no longer."""
    if document_ids:
        with transaction(connection):
            _delete(connection, document_ids)
            set_state(connection, derived_at=None)


def _load_sources(connection: duckdb.DuckDBPyConnection, modules: Mapping[str, SourceModule]) -> None:
    rows = [source_row(module.SOURCE) for module in modules.values()]
    with transaction(connection):
        connection.execute("delete from raw.source")
        if rows:
            insert(connection, "raw.source", pa.Table.from_pylist(rows))


def _load_fetches(connection: duckdb.DuckDBPyConnection, fetches: list[Fetch], history: Bundle | None) -> None:
    """raw.fetch anew: the log, and the sightings of the history that the log does not have."""
    with transaction(connection):
        connection.execute("delete from raw.fetch")
        insert(connection, "raw.fetch", fetch_rows(fetches))
        if history is not None:
            connection.register("bundled", history.sightings())
            run_file(connection, SCHEMA / "derived" / "bundled_sightings.sql")
            connection.unregister("bundled")


def _known(connection: duckdb.DuckDBPyConnection) -> dict[str, Version]:
    if "document" not in tables(connection, "raw"):  # a new file
        return {}
    columns = "document_id, source_id, parser_hash, bytes_held, first_seen_at, claimed_title, claimed_on, claimed_at"
    rows = connection.execute(f"select {columns} from raw.document").fetchall()
    return {
        id_: Version(source_id, parser, held, seen, Claimed(*claimed))
        for id_, source_id, parser, held, seen, *claimed in rows
    }


def _load_decisions(connection: duckdb.DuckDBPyConnection, decisions: Collection[Decision]) -> None:
    """raw.decision anew."""
    with transaction(connection):
        connection.execute("delete from raw.decision")
        insert(connection, "raw.decision", decision_rows(decisions))


def _load_listings(connection: duckdb.DuckDBPyConnection, added: Added) -> None:
    """raw.listing and raw.left_out: what was added to the log, an address that was left out once. Hundreds of thousands
    of addresses a year are not written anew by each load."""
    if not added.lines and not added.anew:
        return
    with transaction(connection):
        if added.anew:
            connection.execute("delete from raw.listing")
            connection.execute("delete from raw.left_out")
        insert(connection, "raw.listing", listing_rows(added.lines))
        connection.register("arriving", left_out_rows(added.lines))
        connection.execute("""
            insert into raw.left_out by name
            select * from arriving where (source_id, url) not in (select (source_id, url) from raw.left_out)""")
        connection.unregister("arriving")
        set_state(connection, **{LISTED_TO: added.read_to})


def _not_given(document_ids: Collection[str]) -> ArchiveDamaged:
    named = sorted(document_ids)
    return ArchiveDamaged(
        "the archive",
        expected="the bytes of every document that its log names",
        found=f"none of {', '.join(named[:5])}{' …' if len(named) > 5 else ''}",
        remedy="Restore its WARC files from a copy, or import or collect these documents again.",
        document_ids=tuple(named),
    )


def _counted(readings: Iterable[Reading], total: int, progress: Progress | None) -> Iterator[Reading]:
    for done, reading in enumerate(readings, 1):
        if progress is not None:
            progress(done, total)
        yield reading


def _with_id(document_id: str, rows: pa.Table) -> pa.Table:
    ids = pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int32()), rows.num_rows), [document_id])
    return rows.add_column(0, "document_id", ids)
