"""What the records of a WARC or ARC say that an address answered, whichever tool wrote it.

An odd record is a `Fault`, or a `Capture` that says why it is not whole; those behind it are read.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Literal, cast

from collectors.archive.dates import moment
from collectors.archive.framing import Fault, FaultKind, Limit, Record, records
from collectors.archive.payload import Headers, Message, Payload, message, payload
from collectors.errors import ArchiveDamaged

log = logging.getLogger(__name__)

MOST = 64 << 20  # bytes of a body, where nobody says how many are allowed
Kind = Literal["response", "resource", "revisit"]
#: kinds of fault behind which records may be lost that nobody can name
LOSSES: frozenset[FaultKind] = frozenset({"torn", "no_record", "length", "header", "not_read", "failed"})
_NOT_MODIFIED = "server-not-modified"


@dataclass(frozen=True, slots=True)
class Capture:
    """One record that says what an address answered. Of a repeat the bytes are those of another record."""

    kind: Kind
    url: str
    captured_at: datetime  # UTC
    status: int | None  # of HTTP; None for a resource
    headers: Headers  # of HTTP; names as printed
    body: bytes | None = field(repr=False)  # None of a `revisit`
    digest: str | None  # of the payload as the file declares it, `sha1:BASE32`; computed where that is not true
    refers_to: tuple[str, datetime] | None  # of a revisit: address and time of the record that holds the bytes
    offset: int
    file: str
    ordinal: int  # of the records of the file
    record_id: str | None = None
    refers_to_id: str | None = None  # of a revisit: the record that holds the bytes
    confirms: bool = False  # the server only said that nothing has changed: the bytes are those that stood there
    cut: str | None = None  # why the body is not whole
    open_ended: bool = False  # nothing says that the body is all: the connection closed

    @property
    def is_repeat(self) -> bool:
        """Whether the bytes are those of another record."""
        return self.kind == "revisit" or self.confirms

    def fault(self, kind: FaultKind, text: str) -> Fault:
        """What is wrong with this capture."""
        return Fault(self.file, self.offset, self.ordinal, kind, text, self.url)

    def header(self, name: str) -> str | None:
        """The first HTTP header of that name, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name), None)


def read_warc(path: Path, limit: Limit = lambda _url: MOST) -> Iterator[Capture | Fault]:
    """What a file holds, in its order: plain, gzip, LZ4 or zstd, WARC or ARC, or a WACZ.

    `limit` says of an address how many bytes of a body are allowed; more of it are never unpacked. Raises nothing but
    OSError where the file cannot be opened: what is odd is a Fault.
    """
    for record in records(path, limit):
        if isinstance(record, Fault):
            yield record
        elif record.kind in ("response", "resource", "revisit"):
            yield from _captured(record, limit)
        elif not record.kind:
            yield _fault(record, "header", "no WARC-Type")
        elif record.kind == "continuation":
            yield _fault(record, "segment", "a further segment of a record; its first one is kept as not whole")


def captures(path: Path) -> Iterator[Capture]:
    """The captures of a file, those that are not whole included (`cut`); odd records are logged.

    Raises ArchiveDamaged where the file is torn, after everything else has been given.
    """
    torn: Fault | None = None
    for found in read_warc(path):
        if isinstance(found, Capture):
            yield found
            continue
        log.warning("%s", found)
        if found.kind in LOSSES:
            torn = torn or found
    if torn is not None:
        raise damaged(path, str(torn))


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


def _captured(record: Record, limit: Limit) -> Iterator[Capture | Fault]:
    """The capture of a record, and what is odd about it."""
    url = address(record.headers.get("warc-target-uri", ""))
    if not url:
        yield _fault(record, "address", "no WARC-Target-URI")
        return
    try:
        when = moment(record.headers.get("warc-date", ""))
    except (ValueError, OverflowError) as error:
        yield _fault(record, "date", f"WARC-Date: {error}")
        return
    answer = message(record.block) if _speaks_http(record) else None
    unpacked = _unpacked(record, answer, limit(url))
    if _is_empty(record, answer):
        yield _fault(record, "no_answer", f"no HTTP status in the {len(record.block)} bytes of the record")
    elif unpacked.too_large:
        yield _fault(record, "too_large", f"more than the {limit(url):,} bytes that are allowed")
    else:
        yield from _judged(record, _capture(record, url, when, answer), answer, unpacked)


def _capture(record: Record, url: str, when: datetime, answer: Message | None) -> Capture:
    """What the headers of a record say."""
    is_revisit = record.kind == "revisit"
    status = None if answer is None else answer.status
    return Capture(
        kind=cast(Kind, record.kind),
        url=url,
        captured_at=when,
        status=status,
        headers=(("Content-Type", record.headers.get("content-type", "")),) if answer is None else answer.headers,
        body=None,
        digest=_declared(record, is_revisit or status == 304),
        refers_to=_refers_to(record),
        offset=record.offset,
        file=record.file,
        ordinal=record.ordinal,
        record_id=record.headers.get("warc-record-id"),
        refers_to_id=record.headers.get("warc-refers-to"),
        confirms=status == 304 or (is_revisit and _NOT_MODIFIED in record.headers.get("warc-profile", "")),
    )


def _judged(record: Record, said: Capture, answer: Message | None, unpacked: Payload) -> Iterator[Capture | Fault]:
    """The capture with its body, and whether that is whole and the one that its digest names."""
    if said.is_repeat:
        cut = _cut(record, unpacked, proven=False)
        yield replace(said, body=None if said.kind == "revisit" else unpacked.body, cut=cut)
        return
    proven = _is_proven(record, unpacked, said.digest)
    cut = _cut(record, unpacked, proven is True)
    if proven is False and cut is None:
        yield _fault(record, "digest", f"other bytes than those of {said.digest}")
    yield replace(
        said,
        body=unpacked.body,
        digest=said.digest if proven else payload_digest(unpacked.body),
        cut=cut,
        open_ended=answer is not None and not unpacked.ended,
    )


def _speaks_http(record: Record) -> bool:
    """Whether the block is an HTTP message. A resource is the bytes themselves, and a name is resolved without HTTP."""
    if record.kind == "resource":
        return False
    return record.block[:5].upper() == b"HTTP/" or "application/http" in record.headers.get("content-type", "")


def _is_empty(record: Record, answer: Message | None) -> bool:
    """Whether a record that should hold an answer holds none. A revisit may leave the headers out."""
    if answer is not None or record.kind == "revisit":
        return False
    return _speaks_http(record) or (record.kind == "response" and not record.block)


def _unpacked(record: Record, answer: Message | None, limit: int) -> Payload:
    if record.size > len(record.block) and record.cut is None:
        return Payload(b"", too_large=True)
    if answer is not None:
        return payload(answer, limit)
    return Payload(record.block, too_large=len(record.block) > limit, forms=(record.block,))


def _cut(record: Record, unpacked: Payload, proven: bool) -> str | None:
    """Why a body is not whole: by the record, by its tool, by HTTP. A wrong length of the record is none where HTTP or
    the digest says that the bytes are all there."""
    if record.cut is not None and not proven and (record.altered or not unpacked.ended):
        return record.cut
    if truncated := record.headers.get("warc-truncated"):
        return f"its tool cut it (WARC-Truncated: {truncated})"
    if segment := record.headers.get("warc-segment-number"):
        return f"segment {segment} of a record that goes on elsewhere"
    return None if record.kind == "revisit" else unpacked.cut


def _declared(record: Record, is_repeat: bool) -> str | None:
    """The digest that a record declares; none where that of a repeat is the digest of nothing."""
    declared = _normal(record.headers.get("warc-payload-digest"))
    if declared is None or not is_repeat:
        return declared
    algorithm = declared.split(":")[0]
    return None if algorithm in _ALGORITHMS and declared == payload_digest(b"", algorithm) else declared


def _is_proven(record: Record, unpacked: Payload, declared: str | None) -> bool | None:
    """Whether the bytes are those of the declared digest; None where nobody can say.

    Tools differ in what they take for the payload: the bytes with their codings, without them, or the whole block.
    """
    algorithm = (declared or "").split(":")[0]
    if algorithm not in _ALGORITHMS:
        return None
    forms = dict.fromkeys([*unpacked.forms, unpacked.body])
    return any(payload_digest(form, algorithm) == declared for form in [*forms, record.block])


_ALGORITHMS = frozenset({"md5", "sha1", "sha256", "sha512"})


def _refers_to(record: Record) -> tuple[str, datetime] | None:
    url, when = (record.headers.get(f"warc-refers-to-{part}") for part in ("target-uri", "date"))
    try:
        return (address(url), moment(when)) if url and when else None
    except (ValueError, OverflowError):
        return None  # the digest may say it all the same


def address(printed: str) -> str:
    """The address without the brackets of WARC/1.0, its spaces written out, without the port that its scheme has
    anyway."""
    url = printed.strip("<> \t").replace(" ", "%20")
    return re.sub(r"^(http://[^/?#]+):80(?=[/?#]|$)|^(https://[^/?#]+):443(?=[/?#]|$)", r"\1\2", url, flags=re.I)


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


def _fault(record: Record, kind: FaultKind, text: str) -> Fault:
    url = record.headers.get("warc-target-uri")
    return Fault(record.file, record.offset, record.ordinal, kind, text, address(url) if url else None)
