"""WARC files, of ours and of others: where their records stand, what they hold, where they are torn.

Read with fastwarc. No reader reports a torn record, so lengths are compared here and gzip members are walked.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast

from fastwarc import ArchiveIterator, WarcRecordType

from collectors.errors import ArchiveDamaged

CHUNK = 1 << 16  # what a walk reads at once: even a bomb inflates to 64 MiB at most
Kind = Literal["response", "resource", "revisit"]


@dataclass(frozen=True, slots=True)
class Capture:
    """One record that says what an address answered. A `revisit` has no body: the bytes stand under its digest."""

    kind: Kind
    url: str
    captured_at: datetime  # UTC
    status: int | None  # of HTTP; None for a resource
    headers: tuple[tuple[str, str], ...]  # of HTTP; names as printed
    body: bytes | None = field(repr=False)
    digest: str | None  # of the payload as the file declares it, `sha1:BASE32`; computed where it declares none
    refers_to: tuple[str, datetime] | None  # of a revisit: address and time of the record that holds the bytes
    offset: int

    def header(self, name: str) -> str | None:
        """The first HTTP header of that name, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name), None)


def captures(path: Path, *, bodies: bool = True) -> Iterator[Capture]:
    """What a WARC holds (gzip or plain), in the order of the file; without `bodies` only headers are decoded.

    Raises ArchiveDamaged where the file is torn or a record is shorter than it says, after all whole records
    before that place have been given.
    """
    end, size = whole(path), path.stat().st_size
    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.revisit
    with path.open("rb") as stream:
        try:
            for record in ArchiveIterator(stream, record_types=wanted, parse_http=False):
                if record.stream_pos >= end:
                    break
                yield _capture(path, record, bodies)
        except OSError as error:
            raise damaged(path, f"a record that cannot be read ({error})") from error
    if end < size:
        raise damaged(path, f"a record torn at byte {end} of {size}")


def read_record(stream: BinaryIO, offset: int, name: str) -> tuple[dict[str, str], bytes]:
    """WARC headers and payload of the record at an offset of an open file. Raises ArchiveDamaged."""
    stream.seek(offset)
    try:
        record = next(iter(ArchiveIterator(stream, parse_http=False)), None)
        block = b"" if record is None else record.reader.read()
    except OSError as error:
        raise damaged(Path(name), f"at byte {offset} a record that cannot be read ({error})") from error
    if record is None or len(block) != _promised(record):
        raise damaged(Path(name), f"at byte {offset} {'no record' if record is None else f'{len(block)} of them'}")
    headers = {str(key).lower(): str(value) for key, value in record.headers.items()}
    if record.record_type != WarcRecordType.resource:
        block = block[block.find(b"\r\n\r\n") + 4 :]
    return headers, block


def members(path: Path, start: int = 0) -> Iterator[tuple[int, int]]:
    """Where the whole gzip members of a file begin and end, from `start`; stops before the first that is torn."""
    with path.open("rb") as stream:
        stream.seek(start)
        chunk = stream.read(CHUNK)
        while chunk:
            inflate, begin = zlib.decompressobj(wbits=31), start
            while chunk and not inflate.eof:
                try:
                    inflate.decompress(chunk)
                except zlib.error:
                    return
                start += len(chunk) - len(inflate.unused_data)
                chunk = inflate.unused_data if inflate.eof else stream.read(CHUNK)
            if not inflate.eof:
                return
            yield begin, start
            chunk = chunk or stream.read(CHUNK)


def whole(path: Path, start: int = 0) -> int:
    """Up to which byte a WARC is whole. Of a plain one its size: there only the lengths of records can tell."""
    with path.open("rb") as stream:
        if stream.read(2) not in (b"\x1f\x8b", b"\x1f", b""):
            return path.stat().st_size
    return max((end for _, end in members(path, start)), default=start)


def damaged(path: Path, found: str) -> ArchiveDamaged:
    """The error of a WARC that is not what it says."""
    return ArchiveDamaged(
        path.name,
        expected="records as long as their Content-Length",
        found=found,
        remedy="Restore the file from a copy, or import or collect again what it held.",
    )


def payload_digest(body: bytes, algorithm: str = "sha1") -> str:
    """The digest of a payload in the form in which WARCs print it: `sha1:BASE32`."""
    return f"{algorithm}:{base64.b32encode(hashlib.new(algorithm, body).digest()).decode().rstrip('=')}"


def _capture(path: Path, record: Any, bodies: bool) -> Capture:
    kind = cast(Kind, str(record.record_type))
    promised = _promised(record)  # read before the record is frozen: that makes it say what it found instead
    if bodies and not (record.freeze() and _length(record) == promised):
        raise damaged(path, f"at byte {record.stream_pos} fewer bytes than the {promised} promised")
    digest = _normal(record.headers.get("WARC-Payload-Digest"))
    headers: tuple[tuple[str, str], ...] = ()
    status = None
    if kind != "resource" and record.content_length:
        record.parse_http(auto_decode="all" if bodies else "none", strict_mode=False)
        headers, status = tuple(record.http_headers.to_tuples()), record.http_headers.status_code
    body = record.reader.read() if bodies and kind != "revisit" else None
    if digest is None and body is not None:
        digest = payload_digest(body)
    return Capture(
        kind=kind,
        url=_address(record.headers.get("WARC-Target-URI")),
        captured_at=_moment(record.headers.get("WARC-Date")),
        status=status,
        headers=headers if kind != "resource" else (("Content-Type", record.headers.get("Content-Type") or ""),),
        body=body,
        digest=digest,
        refers_to=_refers_to(record),
        offset=record.stream_pos,
    )


def _promised(record: Any) -> int:
    return int(record.headers.get("Content-Length") or 0)


def _length(record: Any) -> int:
    """How many bytes a frozen record really holds."""
    length = len(record.reader.read())
    record.reader.seek(0)
    return length


def _refers_to(record: Any) -> tuple[str, datetime] | None:
    url, moment = (record.headers.get(f"WARC-Refers-To-{part}") for part in ("Target-URI", "Date"))
    return (_address(url), _moment(moment)) if url and moment else None


def _address(printed: str | None) -> str:
    """The address without the brackets of WARC/1.0 and without the port that its scheme has anyway."""
    url = (printed or "").strip("<> ")
    return re.sub(r"^(http://[^/?#]+):80(?=[/?#]|$)|^(https://[^/?#]+):443(?=[/?#]|$)", r"\1\2", url)


def _moment(printed: str | None) -> datetime:
    return datetime.fromisoformat(printed or "").astimezone(UTC)


def _normal(digest: str | None) -> str | None:
    """One spelling of a declared digest: algorithm in lower case, value in base32 (some files print it in hex)."""
    if not digest or ":" not in digest:
        return None
    algorithm, value = digest.strip().split(":", 1)
    algorithm = algorithm.lower().replace("-", "")
    if re.fullmatch(r"[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64}", value) and not (
        algorithm == "sha1" and len(value) == 32  # a sha1 in base32 that happens to look like hex
    ):
        value = base64.b32encode(bytes.fromhex(value)).decode()
    return f"{algorithm}:{value.upper().rstrip('=')}"
