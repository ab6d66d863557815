"""The past in the box: what the parsers read, as Parquet in `history/`, with every sighting of the documents.

It answers where no publisher can be reached, and remembers documents that are no longer published. It is made from a
warehouse (`build`), holds no bytes, and goes through the ordinary loader; the bytes, once they arrive, take its place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from collectors.reading.document import Reading
from collectors.records import SCHEMAS, Kind
from warehouse.definitions import SCHEMA

HISTORY = Path(__file__).parent / "history"
FILES = ("document", "sighting", *SCHEMAS)  # of an article its facts, its words where they are free (bundle/*.sql)
PLAIN = {"value", "value_text", "cell"}  # columns in which a dictionary costs more than it saves (measured)


class Bundle:
    """A folder of `<table>.parquet` that `build` made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def parser_hash(self) -> str:
        """Stands for the parser in raw.document: another bundle is read again."""
        digest = hashlib.sha256()
        for path in filter(Path.exists, map(self._path, FILES)):
            digest.update(path.read_bytes())
        return f"history:{digest.hexdigest()}"

    def documents(self) -> dict[str, str]:
        """The ids of its documents, each with its source."""
        rows = pq.read_table(self._path("document"), columns=["document_id", "source_id"])
        return dict(zip(rows["document_id"].to_pylist(), rows["source_id"].to_pylist(), strict=True))

    def sightings(self) -> pa.Table:
        """Every sighting of its documents, in columns of raw.fetch. Times are UTC."""
        return pq.read_table(self._path("sighting"))

    def readings(self, ids: Collection[str]) -> Iterator[Reading]:
        """What some of its documents say, in the order of their ids."""
        if not ids:
            return
        parts = {kind: _slices(self._read(kind, ids)) for kind in SCHEMAS}
        for row in pq.read_table(self._path("document")).to_pylist():
            id_ = row["document_id"]
            if id_ in ids:
                tables: dict[str, pa.Table] = {kind: rows[id_] for kind, rows in parts.items() if id_ in rows}
                yield Reading(**row, tables=tables, parser_hash=self.parser_hash, bytes_held=False)

    def _read(self, kind: Kind, ids: Collection[str]) -> pa.Table:
        if not self._path(kind).exists():  # a folder that was built before there was this kind
            return pa.schema([("document_id", pa.string()), *SCHEMAS[kind]]).empty_table()
        words = [field.name for field in SCHEMAS[kind] if pa.types.is_dictionary(field.type)]
        rows = pq.read_table(self._path(kind), read_dictionary=["document_id", *words])
        if len(ids) < len(rows["document_id"].unique()):
            rows = rows.filter(pc.is_in(rows["document_id"].cast(pa.string()), pa.array(sorted(ids), pa.string())))
        return rows

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"


def bundled(folder: Path = HISTORY) -> Bundle | None:
    """The bundle of a folder, that of the package where none is named; None where nothing was built there."""
    return Bundle(folder) if (folder / "document.parquet").exists() else None


def build(connection: duckdb.DuckDBPyConnection, folder: Path = HISTORY) -> dict[str, int]:
    """Write what a warehouse holds into a folder; the size in bytes of each file, by its name.

    The same content gives the same bytes, whatever the order of loading (with one version of pyarrow). Documents
    with a figure, an entry, a sheet or a claim are taken; start pages and articles without a claim are not. Words of
    articles only where their source lets them be published.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sizes = {}
    for name in FILES:
        rows = connection.execute((SCHEMA / "bundle" / f"{name}.sql").read_text("utf-8")).to_arrow_table()
        path = folder / f"{name}.parquet"
        pq.write_table(
            rows,
            path,
            compression="zstd",
            compression_level=9,
            use_dictionary=_packed_by_words(rows.schema),
            row_group_size=1 << 20,  # one dictionary a column in all
            dictionary_pagesize_limit=1 << 24,
            store_schema=False,
        )
        sizes[path.name] = path.stat().st_size
    return sizes


def _packed_by_words(schema: pa.Schema) -> list[str]:
    """The columns that are kept as numbers into a list of their words, as Parquet calls them."""
    columns = []
    for field in schema:
        inside = (".key_value.key", ".key_value.value") if pa.types.is_map(field.type) else ("",)
        columns += [field.name + part for part in inside]
    return [column for column in columns if column not in PLAIN]


def _slices(rows: pa.Table) -> dict[str, pa.Table]:
    """A table that is sorted by document, cut into its documents without a copy."""
    if rows.num_rows == 0:
        return {}
    ids = rows["document_id"].cast(pa.string()).combine_chunks()
    ends = pc.run_end_encode(ids)
    rest, slices, start = rows.drop_columns(["document_id"]), {}, 0
    for id_, end in zip(ends.values.to_pylist(), ends.run_ends.to_pylist(), strict=True):
        slices[id_] = rest.slice(start, end - start)
        start = end
    return slices
