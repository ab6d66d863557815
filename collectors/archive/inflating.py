"""gzip and deflate, unpacked in pieces of bounded size: what is packed into little may be more than the memory."""

from __future__ import annotations

import zlib
from collections.abc import Generator, Iterable

GZIP = 31  # `wbits` of zlib
ZLIB = zlib.MAX_WBITS
RAW = -zlib.MAX_WBITS
MOST = 1 << 20  # bytes of one piece


class Torn(Exception):
    """A coding that breaks, or ends before it says so."""


class Broken(Torn):
    """A coding that breaks: its bytes are not those that were written."""


def inflated(packed: Iterable[bytes], wbits: int) -> Generator[bytes, None, bytes]:
    """One stream, piece by piece; returns the bytes read behind its end. Raises Torn, and Broken."""
    inflate, chunks = zlib.decompressobj(wbits=wbits), iter(packed)
    waiting = b""
    while not inflate.eof:
        chunk = waiting or next(chunks, b"")
        try:
            piece = inflate.decompress(chunk, MOST)
        except zlib.error as error:
            raise Broken(str(error)) from error
        if not (chunk or piece or inflate.eof):
            raise Torn("its end is missing")
        waiting = inflate.unconsumed_tail
        if piece:
            yield piece
    return inflate.unused_data
