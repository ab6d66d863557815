"""The block of a record ▶ what HTTP carried: status, headers, and the bytes without the codings of their transport.

What the headers declare is often not there: a crawler has taken the chunks or the compression off and left the header.
So each coding is taken off where the bytes have it, and the bytes stay as they are where they have it not.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import brotli
from fastwarc.stream_io import ZstdReader

from collectors.archive import inflating
from collectors.archive.inflating import Torn, inflated

_PIECE = 1 << 16
_MOST_MEMBERS = 1000  # of one body; a body of empty members would cost hours
_STATUS = re.compile(rb"[A-Z]{2,10}(?:/\d+(?:\.\d+)?)?[ \t]+(\d{3})(?!\d)", re.IGNORECASE)  # also `ICY 200`
_BLANK = re.compile(rb"\r{0,2}\n\r{0,2}\n")  # some tools print the line's end twice
_CHUNK_SIZE = re.compile(rb"([0-9a-fA-F]{1,16})[ \t]*(?:;[^\r\n]*)?\r?\n")
_LINE_END = re.compile(rb"\r?\n")
_PRINTED = re.compile(rb"\s*(?:<|\{|\[|%PDF|PK\x03\x04)")  # a page or file of a known kind: nothing is left to unpack

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Payload:
    """What came under HTTP. `forms` are the bytes as they stood before each coding was taken off, for their digests."""

    body: bytes = field(repr=False)
    cut: str | None = None  # why it is not whole
    ended: bool = False  # something says that it is all: its length, its last chunk, the end of its coding
    too_large: bool = False  # it would be longer than the limit; `body` is none of it then
    forms: tuple[bytes, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Message:
    """An HTTP answer as it stands in a record."""

    status: int
    headers: Headers
    raw: bytes = field(repr=False)  # behind the headers, with its codings


def message(block: bytes) -> Message | None:
    """The answer that a block holds; None where it does not begin with a status."""
    status = _STATUS.match(block)
    if status is None:
        return None
    blank = _BLANK.search(block)
    end, start = (len(block), len(block)) if blank is None else blank.span()
    lines = block[:end].split(b"\n")[1:]
    if status[1].startswith(b"1"):  # `100 Continue`, and the answer behind it
        return message(block[start:])
    return Message(int(status[1]), tuple(header_fields(lines)), block[start:])


def header_fields(lines: Sequence[bytes]) -> Iterator[tuple[str, str]]:
    """Names and values of header lines; a folded line belongs to the one before, one without a name to none."""
    name, value = "", ""
    for line in lines:
        text = text_of(line.rstrip(b"\r\n"))
        if text[:1] in (" ", "\t"):
            value = f"{value} {text.strip()}".strip()
            continue
        if name:
            yield name, value
        name, colon, value = text.partition(":")
        name, value = (name.strip(), value.strip()) if colon else ("", "")
    if name:
        yield name, value


def text_of(line: bytes) -> str:
    """Header bytes are UTF-8 today and were latin-1; the second can be any bytes."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def payload(answer: Message, limit: int) -> Payload:
    """The bytes of an answer, its transfer and content codings taken off, at most `limit` of them."""
    raw, forms = answer.raw, [answer.raw]
    values = [value.strip().lower() for value in _values(answer.headers, "transfer-encoding")]
    cut, ended = None, False
    joined = _dechunked(raw) if "chunked" in values else None
    if joined is not None:
        raw, cut = joined
        ended = cut is None
    elif "chunked" not in values and answer.status not in (204, 304):
        cut = _shorter(answer.headers, raw)
        ended = str(len(raw)) in _values(answer.headers, "content-length")
    forms.append(raw)
    codings = [value for value in values if value != "chunked"]
    for coding in reversed([*_values(answer.headers, "content-encoding"), *codings]):
        unpacked = _unpacked(coding.strip().lower(), raw, limit)
        if unpacked is None:
            continue
        if unpacked.too_large:
            return unpacked
        raw, cut, ended = unpacked.body, cut or unpacked.cut, True
        forms.append(raw)
    if len(raw) > limit:
        return Payload(b"", too_large=True)
    return Payload(raw, cut, ended and cut is None, forms=tuple(forms))


def _values(headers: Headers, wanted: str) -> list[str]:
    """The values of a header that may be given several times, or as a list."""
    joined = ",".join(value for name, value in headers if name.lower() == wanted)
    return [value for value in joined.split(",") if value.strip()]


def _shorter(headers: Headers, raw: bytes) -> str | None:
    """Whether HTTP promised more than came. With a coding that somebody took off, the length means other bytes."""
    printed = next((value for name, value in headers if name.lower() == "content-length"), "")
    if not (printed.isascii() and printed.isdigit()) or len(raw) >= int(printed):
        return None
    if raw and any(_absent(coding.strip().lower(), raw) for coding in _values(headers, "content-encoding")):
        return None
    return f"{len(raw)} of the {printed} bytes that HTTP promised"


def _absent(coding: str, raw: bytes) -> bool:
    """Whether bytes plainly do not have a coding that is declared."""
    return coding not in ("", "identity") and _unpacked(coding, raw[:_PIECE], _PIECE << 10) is None


def _dechunked(raw: bytes) -> tuple[bytes, str | None] | None:
    """The chunks joined, and why the last one is not there; None where the bytes are not in chunks."""
    parts, at = list[bytes](), 0
    while size := _CHUNK_SIZE.match(raw, at):
        length, start = int(size[1], 16), size.end()
        end = start + length
        behind = _LINE_END.match(raw, end)
        if not parts and (raw[start:].strip() if length == 0 else end < len(raw) and behind is None):
            return None  # what looks like a size is the beginning of the body
        if length == 0:
            return b"".join(parts), None
        parts.append(raw[start:end])
        if end > len(raw):
            return b"".join(parts), f"{len(parts[-1])} of the {length} bytes of a chunk"
        at = end if behind is None else behind.end()
    return (b"".join(parts), f"the last chunk is missing, at byte {at} of {len(raw)}") if parts else None


def _unpacked(coding: str, raw: bytes, limit: int) -> Payload | None:
    """A content coding taken off; None where the bytes have it not, or where we do not know it."""
    if coding in ("gzip", "x-gzip"):
        return _bounded(_gzip(raw), limit) if raw[:2] == b"\x1f\x8b" else None
    if coding == "zstd":
        return _bounded(_zstd(raw), limit) if raw[:4] == b"\x28\xb5\x2f\xfd" else None
    if coding == "deflate":
        return _proven(_deflate(raw), raw, limit)
    if coding == "br":
        return _proven(_brotli(raw), raw, limit)
    return None


def _bounded(pieces: Iterator[bytes], limit: int) -> Payload:
    parts, size = list[bytes](), 0
    try:
        for piece in pieces:
            size += len(piece)
            if size > limit:
                return Payload(b"", too_large=True)
            parts.append(piece)
    except Torn as torn:
        return Payload(b"".join(parts), f"the coding is torn: {torn}")
    return Payload(b"".join(parts))


def _proven(pieces: Iterator[bytes], raw: bytes, limit: int) -> Payload | None:
    """Of a coding that no first bytes announce: taken off where it comes to its end, or far enough to be no chance."""
    unpacked = _bounded(pieces, limit)
    if unpacked.cut is not None and (_PRINTED.match(raw) or len(unpacked.body) < 256):
        return None
    return unpacked


def _pieces(raw: bytes) -> list[bytes]:
    """Cut in pieces, the first one last: to be popped."""
    return [raw[at : at + _PIECE] for at in range(0, len(raw), _PIECE)][::-1]


def _popped(pieces: list[bytes]) -> Iterator[bytes]:
    while pieces:
        yield pieces.pop()


def _gzip(raw: bytes) -> Iterator[bytes]:
    """One gzip member behind the other; what stands behind the last one is padding."""
    pieces = _pieces(raw)
    for _ in range(_MOST_MEMBERS):
        rest = yield from inflated(_popped(pieces), inflating.GZIP)
        if len(rest) < 2 and pieces:
            rest += pieces.pop()
        if rest[:2] != b"\x1f\x8b":
            return
        pieces.append(rest)
    raise Torn(f"more than {_MOST_MEMBERS} gzip members")


def _deflate(raw: bytes) -> Iterator[bytes]:
    """With the header of zlib, as it should be, or without, as some servers send it."""
    with_header = len(raw) > 1 and raw[0] & 0x0F == 8 and int.from_bytes(raw[:2], "big") % 31 == 0
    yield from inflated(_popped(_pieces(raw)), inflating.ZLIB if with_header else inflating.RAW)


def _brotli(raw: bytes) -> Iterator[bytes]:
    inflate = brotli.Decompressor()
    try:
        piece = inflate.process(raw, output_buffer_limit=_PIECE)
        while piece or not inflate.can_accept_more_data():
            yield piece
            if inflate.is_finished():
                return
            piece = inflate.process(b"", output_buffer_limit=_PIECE)
    except brotli.error as error:
        raise Torn(str(error)) from error
    if not inflate.is_finished():
        raise Torn(f"it goes on after its {len(raw)} bytes")


def _zstd(raw: bytes) -> Iterator[bytes]:
    reader = ZstdReader(io.BytesIO(raw))
    try:
        while piece := reader.read(_PIECE):
            yield piece
    except OSError as error:
        raise Torn(str(error)) from error
