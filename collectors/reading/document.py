"""One document, read: by the parser of its source, or out of the bundled history. The loader knows no third kind."""

from __future__ import annotations

import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from collectors.declared import refuse_undeclared
from collectors.errors import OnrecordError, ReaderDied, ReaderFailed
from collectors.records import REFUSAL, SCHEMAS, UNCLAIMED, Claimed, Document, Edition, SourceModule

DIED = "Nothing of this document is loaded, and this parser does not try it again. Look at the file with other tools."


@dataclass(frozen=True, slots=True)
class Reading:
    """What one document says. `tables` holds, by the names of `records.SCHEMAS`, all that it says; where `error` tells
    why it could not be read, its refusal alone. Times are UTC without a zone, as the warehouse keeps them."""

    document_id: str
    source_id: str
    url: str
    media_type: str
    size: int | None
    parser_hash: str
    bytes_held: bool
    first_seen_at: datetime | None = None  # no day of its data is believed to lie after it
    claimed: Claimed = UNCLAIMED  # what who imported it says of it
    title: str | None = None
    scope: str | None = None
    published_at: datetime | None = None
    saved_at: datetime | None = None
    data_through: date | None = None  # the commonest of its tables
    tables: Mapping[str, pa.Table] = field(default_factory=dict, repr=False)
    error: OnrecordError | None = None
    seconds: float = 0.0

    def rows(self, kind: str) -> int:
        """How many rows of a kind it has."""
        return self.tables[kind].num_rows if kind in self.tables else 0


def read_document(module: SourceModule, document: Document, parser_hash: str) -> Reading:
    """Let a source read a document, in this process (`worker.read_documents` does it in another one).

    What the source raises becomes part of the reading, so that one odd document does not stop the others: an
    OnrecordError as it is; MemoryError as ReaderDied; anything else, a fault of the reader, as ReaderFailed.
    """
    start = time.perf_counter()
    edition, tables, failure = Edition(), dict[str, pa.Table](), None
    try:
        edition = module.edition(document)
        tables = _with_claims(module, document, edition, refuse_undeclared(module, _tables(module, document)))
    except OnrecordError as error:
        failure = error
    except MemoryError:
        failure = died(document, "an end of the memory that it could get")
    except Exception as error:  # noqa: BLE001  loud all the same: exit status 1, raw.load, `onrecord status`
        failure = _reader_failed(module, document, error)
    return Reading(
        document_id=document.document_id,
        source_id=module.SOURCE.id,
        url=document.url,
        media_type=document.media_type,
        size=len(document.content),
        parser_hash=parser_hash,
        bytes_held=True,
        first_seen_at=naive_utc(document.first_seen_at),
        claimed=naive_claimed(document.claimed),
        title=edition.title,
        scope=edition.scope,
        published_at=naive_utc(edition.published_at),
        saved_at=naive_utc(edition.saved_at),
        data_through=edition.data_through.get("") or _commonest_day(tables.get("observation")),
        tables=tables if failure is None else {"refusal": refusal(failure)},
        error=failure,
        seconds=time.perf_counter() - start,
    )


def died(document: Document, found: str) -> ReaderDied:
    """The error of a document whose reading took the process, its memory or its time."""
    expected = "a document that can be read within the limits of memory and time (collectors/reading/process.py)"
    return ReaderDied(document.name, expected=expected, found=found, remedy=DIED)


def refusal(error: OnrecordError) -> pa.Table:
    """The row of `records.REFUSAL` that stands for a document refused whole."""
    expected = error.expected if error.table is None else f"{error.expected} ({error.table})"
    row = {"outcome": error.outcome, "expected": expected, "found": error.found, "remedy": error.remedy}
    return pa.Table.from_pylist([row], schema=REFUSAL)


def naive_utc(moment: datetime | None) -> datetime | None:
    """A moment as the warehouse keeps it: in UTC, without a zone."""
    return moment if moment is None or moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)


def naive_claimed(claimed: Claimed) -> Claimed:
    """What is claimed, as the warehouse keeps it."""
    return replace(claimed, published_at=naive_utc(claimed.published_at))


def _reader_failed(module: SourceModule, document: Document, error: Exception) -> ReaderFailed:
    at = traceback.extract_tb(error.__traceback__)[-1]
    return ReaderFailed(
        document.name,
        expected=f"a document that {module.__name__} can read, or a typed error of it",
        found=f"{type(error).__name__}: {error} ({Path(at.filename).name}, line {at.lineno}, {at.name})",
        remedy="Nothing of this document is loaded. It is a fault of the reader: report it.",
    )


def _tables(module: SourceModule, document: Document) -> dict[str, pa.Table]:
    parts: dict[str, list[pa.Table]] = {}
    for table in module.read(document):
        if table.kind == "article" and not module.SOURCE.holds_articles:
            raise OnrecordError(
                document.name,
                table=table.kind,
                expected=f"no article from a source of {', '.join(module.SOURCE.media)}",
                found="one",
                remedy=f"Name the medium of articles in SOURCE.media of {module.__name__}.",
            )
        expected = SCHEMAS[table.kind]
        if not table.rows.schema.equals(expected):
            raise OnrecordError(
                document.name,
                table=table.kind,
                expected=f"the columns {', '.join(expected.names)} of collectors/records.py, with their types",
                found=", ".join(f"{f.name} {f.type}" for f in table.rows.schema if f not in list(expected)) or "others",
                remedy=f"Correct {module.__name__}.",
            )
        parts.setdefault(table.kind, []).append(table.rows)
    return {kind: pa.concat_tables(rows) for kind, rows in parts.items()}


def _with_claims(
    module: SourceModule, document: Document, edition: Edition, tables: Mapping[str, pa.Table]
) -> dict[str, pa.Table]:
    """The same tables, with what copies of the articles among them share, and with their claims."""
    if "article" not in tables:
        return {**tables}
    from collectors.reading import claiming  # here alone: who reads workbooks needs no rules of claims (version.py)

    said = {**tables, "article": claiming.with_bands(tables["article"])}
    for table in claiming.tables(module.SOURCE, document, edition, tables["article"]):
        said[table.kind] = pa.concat_tables([said[table.kind], table.rows]) if table.kind in said else table.rows
    return said


def _commonest_day(observations: pa.Table | None) -> date | None:
    """The commonest `data_through` of the observations, the latest of those that are equally common."""
    if observations is None or observations["data_through"].null_count == observations.num_rows:
        return None
    counted = pc.value_counts(observations["data_through"].drop_null()).to_pylist()
    return max((item["counts"], item["values"]) for item in counted)[1]  # type: ignore[no-any-return]
