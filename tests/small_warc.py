"""A small WARC of the fixtures, as a web archive has them: dated captures, a repeat, an address that is nobody's."""

from __future__ import annotations

import io
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


def _http(kind: str) -> StatusAndHeaders:
    return StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
