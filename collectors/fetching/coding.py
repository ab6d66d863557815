"""Content codings: gzip and deflate, the ones that we ask for, undone within a bound.

A coding can unpack to a thousand times its size, and two of them to a million: what comes out is counted as it
comes, and never more than the bound is held.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

ACCEPTED = "gzip, deflate"
_CODINGS = {"gzip", "x-gzip", "deflate"}
_UNREAD = {"br", "zstd", "compress", "x-compress", "dcb", "dcz", "exi", "pack200-gzip"}
_MOST_CODINGS = 4
_MOST_MEMBERS = 10_000
_GZIP = b"\x1f\x8b"
_PIECE = 16 << 10


class Overflow(Exception):
    """More comes out of a coding than the bound allows; `part` is what had come by then."""

    def __init__(self, part: bytes) -> None:
        super().__init__("more than the bound allows")
        self.part = part


@dataclass(frozen=True, slots=True)
class Decoded:
    """The bytes, and what was wrong with their coding, where something was."""

    body: bytes
    fault: str | None
    ended: bool  # a coding said that this is the end


def codings(headers: Sequence[tuple[str, str]]) -> list[str]:
    """Those that are declared, in the order in which they were put on. What is no coding of bytes (`identity`,
    `UTF-8`, all kinds of words are sent) is left out: the body is then what it is."""
    declared = ",".join(value for name, value in headers if name.lower() == "content-encoding")
    words = (word.strip().lower() for word in declared.split(","))
    return [word for word in words if word in _CODINGS or word in _UNREAD]


def decoded(raw: bytes, named: Sequence[str], most: int) -> Decoded:
    """The body without its codings. Bytes that are not in the coding that they declare stay as they are.

    Raises Overflow where more than `most` bytes come out.
    """
    if not named or not raw:
        return Decoded(raw, None, ended=False)
    if len(named) > _MOST_CODINGS:
        return Decoded(raw, f"{len(named)} codings on one another", ended=False)
    if unread := _UNREAD.intersection(named):
        return Decoded(raw, f"a coding that was not asked for and is not read ({', '.join(unread)})", ended=False)
    body = raw
    for coding in reversed(named):
        try:
            body, whole = _undone(body, coding, most)
        except zlib.error as error:
            return Decoded(raw, f"bytes that are not the {coding} that they are declared to be ({error})", ended=False)
        if not whole:
            return Decoded(body, f"{coding} that ends in the middle, {len(body)} bytes unpacked", ended=False)
    return Decoded(body, None, ended=True)


def _undone(packed: bytes, coding: str, most: int) -> tuple[bytes, bool]:
    """What one coding unpacks to, and whether it came to its end. Raises zlib.error, Overflow."""
    if coding != "deflate":
        return _unpacked(packed, zlib.MAX_WBITS | 16, most)
    try:
        return _unpacked(packed, zlib.MAX_WBITS, most)
    except zlib.error:
        return _unpacked(packed, -zlib.MAX_WBITS, most)  # some servers leave the zlib wrapper out


def _unpacked(packed: bytes, window: int, most: int) -> tuple[bytes, bool]:
    """All members of a gzip file, or one stream of zlib, piece by piece: what is left over of a piece is copied."""
    parts: list[bytes] = []
    at, size, members = 0, 0, 1
    decoder = zlib.decompressobj(window)
    while at < len(packed):
        piece = packed[at : at + _PIECE]
        parts.append(decoder.decompress(piece, most + 1 - size))
        size += len(parts[-1])
        if size > most:
            raise Overflow(b"".join(parts))
        at += len(piece) - len(decoder.unused_data)
        if decoder.eof:
            if packed[at : at + 2] != _GZIP:
                break  # the end, or what stands behind it and is no part of it
            decoder = zlib.decompressobj(window)
            members += 1
        if members > _MOST_MEMBERS:
            raise zlib.error(f"more than {_MOST_MEMBERS} members")
    return b"".join(parts), decoder.eof
