"""A small WARC of the fixtures, as a web archive has them: dated captures, a repeat, an address that is nobody's."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from collectors.archive.warc_reading import payload_digest

ICE = "https://www.ice.gov/doclib/detention/"
FIXTURES = Path(__file__).parent / "fixtures"
WORKBOOKS = FIXTURES / "ice_detention_statistics"
FY2020, FY2022, FY2025 = (ICE + name for name in ("FY20-stats.xlsx", "FY22-stats.xlsx", "FY25-stats.xlsx"))
ARTICLE = "https://apnews.com/article/harbor-agency-transfers-fedcba9876543210fedcba9876543210"
NOBODYS = "https://www.ice.gov/about"
#: address, when it was captured, what it was: five captures of four documents
CAPTURES = (
    (FY2020, datetime(2020, 8, 24, 12, tzinfo=UTC), WORKBOOKS / "fy2020.xlsx"),
    (FY2022, datetime(2022, 3, 7, 12, tzinfo=UTC), WORKBOOKS / "fy2022.xlsx"),
    (FY2025, datetime(2025, 2, 7, 12, tzinfo=UTC), WORKBOOKS / "fy2025.xlsx"),
    (ARTICLE, datetime(2025, 2, 8, 12, tzinfo=UTC), FIXTURES / "associated_press" / "article_2025.html"),
    (FY2025, datetime(2025, 2, 20, 12, tzinfo=UTC), WORKBOOKS / "fy2025.xlsx"),
)


def write(path: Path) -> Path:
    """Write it; the second capture of the workbook of FY2025 is a `revisit`."""
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        seen: dict[bytes, tuple[str, str]] = {}
        for url, moment, file in CAPTURES:
            body, date = file.read_bytes(), moment.strftime("%Y-%m-%dT%H:%M:%SZ")
            http = _http("text/html" if file.suffix == ".html" else "application/zip")
            own = {"WARC-Date": date}
            if body in seen:
                record = writer.create_revisit_record(
                    url, payload_digest(body), *seen[body], http_headers=http, warc_headers_dict=own
                )
            else:
                record = writer.create_warc_record(
                    url, "response", payload=io.BytesIO(body), http_headers=http, warc_headers_dict=own
                )
            writer.write_record(record)
            seen.setdefault(body, (url, date))
        page = io.BytesIO(b"<html><body>About us</body></html>")
        writer.write_record(
            writer.create_warc_record(NOBODYS, "response", payload=page, http_headers=_http("text/html"))
        )
    return path


def write_editions(path: Path, count: int) -> Path:
    """Documents under one address, a day after the other: the same workbook, its zip with another comment each."""
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for number in range(count):
            edition = io.BytesIO((WORKBOOKS / "fy2025.xlsx").read_bytes())
            with zipfile.ZipFile(edition, "a") as packed:
                packed.comment = f"edition {number}".encode()
            own = {"WARC-Date": f"2025-03-{number + 1:02}T12:00:00Z"}
            body, http = io.BytesIO(edition.getvalue()), _http("application/zip")
            writer.write_record(
                writer.create_warc_record(FY2025, "response", payload=body, http_headers=http, warc_headers_dict=own)
            )
    return path


def write_nothing(path: Path) -> Path:
    """Write a WARC that has no document of any source."""
    with path.open("wb") as stream:
        writer, page = WARCWriter(stream, gzip=True), io.BytesIO(b"<html><body>About us</body></html>")
        writer.write_record(
            writer.create_warc_record(NOBODYS, "response", payload=page, http_headers=_http("text/html"))
        )
    return path


def _http(kind: str) -> StatusAndHeaders:
    return StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
