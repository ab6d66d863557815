"""The archive and the bundled history ▶ the working warehouse.

A document is loaded whole or not at all: what it said is deleted and what it says is inserted in one transaction, which
holds as many documents as fill a row group of the file (three times faster than one each; a kill loses none but those).
Read are only documents that are new, or that another version of their parser has read. One that cannot be read leaves a
row in raw.load and nothing else, not even what an older parser made of it: the warehouse is what these parsers say.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import duckdb
import pyarrow as pa

from collectors.archive.decisions import Decision
from collectors.archive.log import SEEN, Fetch
from collectors.errors import ArchiveDamaged
from collectors.reading import Reading, parser_hash, read_document
from collectors.records import SCHEMAS, Document, Progress, SourceModule
from warehouse import bundle
from warehouse.decide import decision_rows, forgotten, remembered
from warehouse.definitions import SCHEMA, run_file
from warehouse.rows import document_row, fetch_rows, load_row, now, source_row
from warehouse.state import set_state, state, transaction

BATCH_ROWS = 1_000_000  # about 100 MB, and 7 seconds of reading


class Archive(Protocol):
    """What the loader needs of `collectors.archive.Archive`."""

    def fetches(self) -> Iterator[Fetch]: ...
    def documents(self, ids: Collection[str] | None = None) -> Iterator[Document]: ...


@dataclass(frozen=True, slots=True)
class Failure:
    """A document, or a table of one, of which nothing is loaded, and why: `outcome` as in core.refusal."""

    document_id: str
    source_id: str
    url: str
    outcome: str
    message: str


@dataclass(slots=True)
class Summary:
    """What a load did. `failed` is what was refused of the documents that were read, `standing` what an earlier run
    refused and nothing has changed since; neither holds what somebody has accepted."""

    documents: int = 0  # loaded from bytes
    history: int = 0  # loaded from the bundled history
    unchanged: int = 0  # already there
    removed: int = 0  # no longer documents of any source
    pages: int = 0  # archived bytes that are no documents: start pages, feeds
    observations: int = 0  # loaded in this run
    failed: list[Failure] = field(default_factory=list)
    standing: list[Failure] = field(default_factory=list)
    damaged: ArchiveDamaged | None = None
    rebuilt: bool = False
    seconds: float = 0.0

    @property
    def exit_status(self) -> int:
        """1 where some document or table is not in the warehouse that should be, else 0."""
        return 1 if self.failed or self.standing or self.damaged else 0

    def __str__(self) -> str:
        """`loaded 15,000 observations of 3 documents and 90 of the bundled history, 0 unchanged, 0 refused`."""
        refused = len(self.failed) + len(self.standing)
        loaded = f"loaded {self.observations:,} observations of {self.documents} documents"
        return f"{loaded} and {self.history} of the bundled history; {self.unchanged} unchanged, {refused} refused"


#: of a document: its source, the hash of its parser, whether bytes are read (or the history)
_Version = tuple[str, str, bool]


def load(
    connection: duckdb.DuckDBPyConnection,
    archive: Archive,
    modules: Mapping[str, SourceModule],
    history: bundle.Bundle | None = None,
    progress: Progress | None = None,
    decisions: Collection[Decision] = (),
) -> Summary:
    """Bring an open working warehouse up to date with an archive and the bundled history.

    `modules` are the sources by their ids. Parser errors are collected in the summary and in raw.load; an exception
    that is none of ours is a bug and ends the run; the next one goes on after the last whole batch.
    """
    begin, summary = time.perf_counter(), Summary()
    fetches = list(archive.fetches())
    counted = remembered(fetches, decisions)
    owners = owners_of(counted, modules)
    summary.pages = len({f.document_id for f in counted if f.document_id and f.outcome in SEEN} - owners.keys())
    _load_sources(connection, modules)
    _load_fetches(connection, fetches, history)
    _load_decisions(connection, decisions)
    known = _known(connection)
    current = {id_: (source_id, parser_hash(modules[source_id].__name__), True) for id_, source_id in owners.items()}
    if history is not None:
        left_out = current.keys() | forgotten(decisions).keys()
        past = {id_: source_id for id_, source_id in history.documents().items() if id_ not in left_out}
        current |= {id_: (source_id, history.parser_hash, False) for id_, source_id in past.items()}
    due = {id_: held for id_, (_, _, held) in current.items() if known.get(id_) != current[id_]}
    summary.unchanged = len(current) - len(due)
    _remove(connection, known.keys() - current.keys(), summary)
    readings = _readings(archive, modules, owners, due, history, summary)
    _load_all(connection, _counted(readings, len(due), progress), known, summary)
    derive(connection)
    refused = _refused(connection)
    summary.failed = [one for one in refused if one.document_id in due]
    summary.standing = [one for one in refused if one.document_id not in due]
    summary.seconds = time.perf_counter() - begin
    return summary


def owners_of(fetches: Iterable[Fetch], modules: Mapping[str, SourceModule]) -> dict[str, str]:
    """The documents of the sources, each with the id of its source.

    Bytes are a document where one of their addresses is one (`Source.documents`), or where they are a file that
    somebody imported for a source. Start pages and feeds, which the archive holds as well, are none.
    """
    owners: dict[str, str] = {}
    for fetch in fetches:
        if fetch.outcome not in SEEN or fetch.document_id is None or fetch.source_id not in modules:
            continue
        source = modules[fetch.source_id].SOURCE
        urls = [fetch.url] if fetch.final_url is None else [fetch.url, fetch.final_url]
        if any(source.owns(url) or not url.startswith(("http://", "https://")) for url in urls):
            owners[fetch.document_id] = min(fetch.source_id, owners.get(fetch.document_id, fetch.source_id))
    return owners


def derive(connection: duckdb.DuckDBPyConnection) -> bool:
    """Bring known_from and core.vintage up to date, in one transaction. True where vintages were built anew."""
    with transaction(connection):
        run_file(connection, SCHEMA / "derived" / "contradicted.sql")
        run_file(connection, SCHEMA / "derived" / "forgotten.sql")
        changed = connection.execute((SCHEMA / "derived" / "known_from.sql").read_text("utf-8")).fetchone()
        stale = changed != (0,) or state(connection, "derived_at") is None
        if stale:
            connection.execute("delete from core.vintage")
            run_file(connection, SCHEMA / "derived" / "vintage.sql")
            set_state(connection, derived_at=now().isoformat())
    return stale


def _readings(
    archive: Archive,
    modules: Mapping[str, SourceModule],
    owners: Mapping[str, str],
    due: Mapping[str, bool],
    history: bundle.Bundle | None,
    summary: Summary,
) -> Iterator[Reading]:
    """All that is due: of the archive, then of the history."""
    bytes_due = {id_ for id_, held in due.items() if held}
    if bytes_due:
        try:
            for document in archive.documents(bytes_due):
                yield read_document(modules[owners[document.document_id]], document)
        except ArchiveDamaged as error:  # raised after all that is whole: the run goes on, and says so at its end
            summary.damaged = error
    if history is not None and len(bytes_due) < len(due):
        yield from history.readings(due.keys() - bytes_due)


def _load_all(
    connection: duckdb.DuckDBPyConnection, readings: Iterable[Reading], known: Mapping[str, _Version], summary: Summary
) -> None:
    batch: list[Reading] = []
    for reading in readings:
        _count(reading, summary)
        batch.append(reading)
        if sum(one.rows("observation") for one in batch) >= BATCH_ROWS:
            _load_batch(connection, batch, known)
            batch = []
    if batch:
        _load_batch(connection, batch, known)


def _load_batch(connection: duckdb.DuckDBPyConnection, batch: list[Reading], known: Mapping[str, _Version]) -> None:
    """Some whole documents, in one transaction."""
    with transaction(connection):
        _delete(connection, [one.document_id for one in batch if one.document_id in known])
        for kind in SCHEMAS:
            parts = [_with_id(one.document_id, one.tables[kind]) for one in batch if one.rows(kind)]
            if parts:
                _insert(connection, f"core.{kind}", pa.concat_tables(parts))
        _insert(connection, "raw.document", pa.Table.from_pylist([document_row(one) for one in batch]))
        _insert(connection, "raw.load", pa.Table.from_pylist([load_row(one, now()) for one in batch]))
        set_state(connection, derived_at=None, loaded_at=now().isoformat())


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    connection.register("arriving", rows)
    connection.execute(f"insert into {table} by name select * from arriving")
    connection.unregister("arriving")


def _delete(connection: duckdb.DuckDBPyConnection, document_ids: Collection[str]) -> None:
    """All that some documents said, and that they were read; raw.load keeps the history of that."""
    if document_ids:
        for table in (*(f"core.{kind}" for kind in SCHEMAS), "raw.document"):
            connection.execute(f"delete from {table} where document_id in (select unnest(?))", [sorted(document_ids)])


def _remove(connection: duckdb.DuckDBPyConnection, document_ids: Collection[str], summary: Summary) -> None:
    """Documents that are none any more: of a source that is gone, or of a history that was replaced."""
    summary.removed = len(document_ids)
    if document_ids:
        with transaction(connection):
            _delete(connection, document_ids)
            set_state(connection, derived_at=None)


def _load_sources(connection: duckdb.DuckDBPyConnection, modules: Mapping[str, SourceModule]) -> None:
    rows = [source_row(module.SOURCE) for module in modules.values()]
    with transaction(connection):
        connection.execute("delete from raw.source")
        if rows:
            _insert(connection, "raw.source", pa.Table.from_pylist(rows))


def _load_fetches(connection: duckdb.DuckDBPyConnection, fetches: list[Fetch], history: bundle.Bundle | None) -> None:
    """raw.fetch anew: the log, and the sightings of the history that the log does not have."""
    with transaction(connection):
        connection.execute("delete from raw.fetch")
        _insert(connection, "raw.fetch", fetch_rows(fetches))
        if history is not None:
            connection.register("bundled", history.sightings())
            run_file(connection, SCHEMA / "derived" / "bundled_sightings.sql")
            connection.unregister("bundled")


def _known(connection: duckdb.DuckDBPyConnection) -> dict[str, _Version]:
    rows = connection.execute("select document_id, source_id, parser_hash, bytes_held from raw.document").fetchall()
    return {id_: (source_id, hash_, held) for id_, source_id, hash_, held in rows}


def _load_decisions(connection: duckdb.DuckDBPyConnection, decisions: Collection[Decision]) -> None:
    """raw.decision anew."""
    with transaction(connection):
        connection.execute("delete from raw.decision")
        _insert(connection, "raw.decision", decision_rows(decisions))


def _refused(connection: duckdb.DuckDBPyConnection) -> list[Failure]:
    """What was refused, documents and tables, and nobody has accepted."""
    rows = connection.execute((SCHEMA / "derived" / "standing.sql").read_text("utf-8")).fetchall()
    return [Failure(*row) for row in rows]


def _count(reading: Reading, summary: Summary) -> None:
    if reading.error is not None:
        return
    summary.observations += reading.rows("observation")
    if reading.bytes_held:
        summary.documents += 1
    else:
        summary.history += 1


def _counted(readings: Iterable[Reading], total: int, progress: Progress | None) -> Iterator[Reading]:
    for done, reading in enumerate(readings, 1):
        if progress is not None:
            progress(done, total)
        yield reading


def _with_id(document_id: str, rows: pa.Table) -> pa.Table:
    ids = pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int32()), rows.num_rows), [document_id])
    return rows.add_column(0, "document_id", ids)
