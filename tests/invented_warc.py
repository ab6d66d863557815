"""WARC files of invented captures, and what stands in them: for every test that archives, imports or replays."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from collectors.archive.log import Fetch
from collectors.archive.warc_reading import payload_digest
from collectors.records import Basis, Cadence, Source

NOON = datetime(2025, 2, 7, 12, tzinfo=UTC)
SOURCE = Source(
    id="ice_detention_statistics",
    publisher="ICE",
    title="T",
    licence="public domain",
    start=(),
    documents=r"https://www\.ice\.gov/doclib/detention/.*\.xlsx",
    media=("xlsx",),
    max_bytes=1 << 24,
    cadence=Cadence("0 0 * * *", "UTC", "P1D", "P2D"),
)
SITE = "https://www.ice.gov/doclib/detention/"


def route(url: str) -> Source | None:
    return SOURCE if SOURCE.owns(url) else None


def body(number: int, size: int = 300) -> bytes:
    """A small workbook whose bytes do not compress."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(zipfile.ZipInfo("[Content_Types].xml"), random.Random(number).randbytes(size))
    return out.getvalue()


def sighting(number: int, basis: Basis = "archive_capture", outcome: str = "ok") -> Fetch:
    seen = NOON + timedelta(days=number)
    return Fetch("s", f"{SITE}{number}.xlsx", outcome, NOON, basis, seen, http_status=200)  # type: ignore[arg-type]


def write_warc(path: Path, *records: tuple[str, str, int, bytes | None, bytes]) -> Path:
    """kind, address, day, body (None: a revisit's), the body that it repeats or has."""
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=path.suffix == ".gz")
        for kind, url, number, payload, whole in records:
            date = (NOON + timedelta(days=number)).strftime("%Y-%m-%dT%H:%M:%SZ")
            http = StatusAndHeaders("200 OK", [("Content-Type", "application/zip")], protocol="HTTP/1.1")
            own = {"WARC-Date": date}
            if kind == "revisit":
                record = writer.create_revisit_record(
                    url, payload_digest(whole), url, date, http_headers=http, warc_headers_dict=own
                )
            else:
                record = writer.create_warc_record(
                    url, kind, payload=io.BytesIO(payload or b""), http_headers=http, warc_headers_dict=own
                )
            writer.write_record(record)
    return path


def response(url: str, number: int, payload: bytes) -> tuple[str, str, int, bytes | None, bytes]:
    return "response", url, number, payload, payload


def repeat(url: str, number: int, payload: bytes) -> tuple[str, str, int, bytes | None, bytes]:
    return "revisit", url, number, None, payload
