"""What is known outside the documents ▶ rows of `raw`: sources, attempts, documents, loads. Times are naive UTC."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import pyarrow as pa

from collectors.archive.listings import Listed
from collectors.archive.log import Fetch
from collectors.errors import ArchiveDamaged
from collectors.reading.document import Reading, naive_utc, refusal
from collectors.records import SCHEMAS, Document, Source, plural
from warehouse.due import Version

_time = pa.timestamp("us")  # UTC

#: raw.fetch, save the column that is derived
FETCH = pa.schema(
    {
        "fetch_id": pa.string(),
        "source_id": pa.string(),
        "url": pa.string(),
        "final_url": pa.string(),
        "outcome": pa.string(),
        "http_status": pa.int32(),
        "fetched_at": _time,
        "observed_at": _time,
        "basis": pa.string(),
        "document_id": pa.string(),
        "media_type": pa.string(),
        "size": pa.int64(),
        "etag": pa.string(),
        "last_modified": pa.string(),
        "warc": pa.string(),
        "warc_offset": pa.int64(),
        "published_at": _time,
        "published_on": pa.date32(),
        "title": pa.string(),
        "part_of": pa.string(),
        "message": pa.string(),
    }
)

LISTING = pa.schema(
    {
        "source_id": pa.string(),
        "run_at": _time,
        "url": pa.string(),
        "document_id": pa.string(),
        "listed": pa.int32(),
        "new": pa.int32(),
        "left_out": pa.int32(),
        "terms": pa.string(),
    }
)
LEFT_OUT = pa.schema(
    {
        "source_id": pa.string(),
        "url": pa.string(),
        "title": pa.string(),
        "run_at": _time,
        "list_url": pa.string(),
        "terms": pa.string(),
    }
)


def listing_rows(listings: Iterable[Listed]) -> pa.Table:
    """Rows of raw.listing."""
    rows = [
        {name: getattr(one, name) for name in LISTING.names} | {"run_at": naive_utc(one.run_at)} for one in listings
    ]
    return pa.Table.from_pylist(rows, schema=LISTING)


def left_out_rows(listings: Iterable[Listed]) -> pa.Table:
    """Rows of raw.left_out: of each address what the first run said that left it out."""
    rows: dict[tuple[str, str], dict[str, object]] = {}
    for one in listings:
        for left in one.named:
            row = {"source_id": one.source_id, "url": left.url, "title": left.title, "list_url": one.url}
            rows.setdefault((one.source_id, left.url), row | {"run_at": naive_utc(one.run_at), "terms": one.terms})
    return pa.Table.from_pylist(list(rows.values()), schema=LEFT_OUT)


def fetch_rows(fetches: Iterable[Fetch]) -> pa.Table:
    """Rows of raw.fetch, in the schema FETCH."""
    columns: dict[str, list[object]] = {name: [] for name in FETCH.names}
    for fetch in fetches:
        for name, values in columns.items():
            value = getattr(fetch, name)
            values.append(naive_utc(value) if isinstance(value, datetime) else value)
    return pa.table(columns, schema=FETCH)


def source_row(source: Source) -> dict[str, object]:
    """A row of raw.source."""
    return {
        "source_id": source.id,
        "publisher": source.publisher,
        "title": source.title,
        "licence": source.licence,
        "start_urls": list(source.start),
        "documents": source.documents,
        "media": [*source.media, *source.imported],
        "body": source.body,
        "language": source.language,
        "found_by": list(source.found_by),
        "filter": source.filter,
        "tried": source.state == "tried",
        "cron": source.cadence.cron,
        "timezone": source.cadence.timezone,
        "expected_every": source.cadence.expected_every,
        "late_after": source.cadence.late_after,
    }


def document_row(reading: Reading) -> dict[str, object]:
    """A row of raw.document; known_from is derived later, from all sightings."""
    names = ("document_id", "source_id", "url", "media_type", "size", "title", "scope", "published_at", "saved_at")
    more = ("data_through", "bytes_held", "first_seen_at", "parser_hash")
    row = {name: getattr(reading, name) for name in (*names, *more)}
    said = reading.claimed
    row |= {"claimed_title": said.title, "claimed_on": said.published_on, "claimed_at": said.published_at}
    return row | {"outcome": "ok" if reading.error is None else reading.error.outcome}


def damaged_reading(fetch: Fetch, version: Version, damage: ArchiveDamaged) -> Reading:
    """What stands for a document whose bytes the archive cannot give, by the first line of the log that names it."""
    document_id = str(fetch.document_id)
    error = ArchiveDamaged(
        Document(b"", fetch.url).name,
        expected=f"its bytes (sha256 {document_id}) in the archive",
        found=damage.found,
        remedy=damage.remedy,
        document_ids=(document_id,),
    )
    return Reading(
        document_id=document_id,
        source_id=version.source_id,
        url=fetch.url,
        media_type=fetch.media_type or "application/octet-stream",
        size=fetch.size,
        parser_hash=version.parser_hash,
        bytes_held=False,
        tables={"refusal": refusal(error)},
        error=error,
    )


def load_row(reading: Reading, run_at: datetime, loaded_at: datetime) -> dict[str, object]:
    """A row of raw.load; `run_at` is when the run began."""
    error = reading.error
    return {
        "document_id": reading.document_id,
        "source_id": reading.source_id,
        "url": reading.url,
        "outcome": "ok" if error is None else error.outcome,
        "table_title": None if error is None else error.table,
        "expected": None if error is None else error.expected,
        "found": None if error is None else error.found,
        "message": None if error is None else str(error),
        **{plural(kind): reading.rows(kind) for kind in SCHEMAS},
        "bytes_held": reading.bytes_held,
        "parser_hash": reading.parser_hash,
        "run_at": run_at,
        "loaded_at": loaded_at,
        "seconds": reading.seconds,
    }


def now() -> datetime:
    """The time, as the warehouse keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)
