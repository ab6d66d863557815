"""What is known outside the documents ▶ rows of `raw`: sources, attempts, documents, loads. Times are naive UTC."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import pyarrow as pa

from collectors.archive.log import Fetch
from collectors.errors import ArchiveDamaged
from collectors.reading.document import Reading, naive_utc, refusal
from collectors.records import SCHEMAS, Document, Source
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
        "media": list(source.media),
        "body": source.body,
        "language": source.language,
        "found_by": list(source.found_by),
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


def load_row(reading: Reading, loaded_at: datetime) -> dict[str, object]:
    """A row of raw.load."""
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
        **{f"{kind}s": reading.rows(kind) for kind in SCHEMAS},
        "bytes_held": reading.bytes_held,
        "parser_hash": reading.parser_hash,
        "loaded_at": loaded_at,
        "seconds": reading.seconds,
    }


def now() -> datetime:
    """The time, as the warehouse keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)
