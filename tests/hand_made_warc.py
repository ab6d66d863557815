"""Records written by hand, byte by byte, as tools write them that no library writes like."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Sequence

URL = "https://example.org/a"
DATE = "2025-03-01T10:00:00Z"
HTTP = "application/http; msgtype=response"
PAGE = b"<!doctype html><html><head><title>A page</title></head><body>" + b"<p>of words</p>" * 40 + b"</body></html>"


def record(
    block: bytes,
    kind: str = "response",
    url: str | None = URL,
    date: str | None = DATE,
    *,
    version: str = "WARC/1.1",
    media_type: str | None = HTTP,
    length: int | str | None = None,
    extra: Sequence[str] = (),
) -> bytes:
    """One record with its two empty lines."""
    pairs = [("WARC-Type", kind), ("WARC-Target-URI", url), ("WARC-Date", date), ("Content-Type", media_type)]
    lines = [version, *(f"{name}: {value}" for name, value in pairs if value is not None), *extra]
    lines.append(f"Content-Length: {len(block) if length is None else length}")
    return "\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n"


def answer(body: bytes, *extra: str, status: str = "HTTP/1.1 200 OK", length: int | bool = True) -> bytes:
    """An HTTP message; its Content-Length is true, another one, or absent."""
    lines = [status, "Content-Type: text/html", *extra]
    if length is not False:
        lines.append(f"Content-Length: {len(body) if length is True else length}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def chunks(
    body: bytes, size: int = 100, *, end: bytes = b"0\r\n\r\n", line: bytes = b"\r\n", extension: str = ""
) -> bytes:
    """A body in HTTP chunks."""
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(f"{len(part):X}{extension}".encode() + line + part + line for part in parts) + end


def members(*records: bytes) -> bytes:
    """Each record in a gzip member of its own."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def digest(body: bytes, algorithm: str = "sha1") -> str:
    """As a WARC prints it, in base32."""
    return f"{algorithm}:{base64.b32encode(hashlib.new(algorithm, body).digest()).decode()}"


def page(number: int) -> bytes:
    """Pages that differ."""
    return PAGE + f"<!-- {number} -->".encode()
