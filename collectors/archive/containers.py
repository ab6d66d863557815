"""The files that web archives come in, unpacked piece by piece: plain, gzip, LZ4, zstd, and zips of these (WACZ).

What a file is its first bytes say, never its name. Nothing is unpacked before it is asked for, so that a bomb costs
time and no memory; a damaged gzip member costs itself, for the next one is looked for behind it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, Literal, cast

from fastwarc.stream_io import Lz4Reader, ZstdReader

from collectors.archive import inflating
from collectors.archive.inflating import Broken, Torn, inflated

CHUNK = 1 << 16  # read at once
LONGEST_LINE = 1 << 20
Packing = Literal["plain", "gzip", "lz4", "zstd", "zip", "unknown"]

_GZIP = b"\x1f\x8b\x08"
_LZ4 = b"\x04\x22\x4d\x18"
_ZSTD = b"\x28\xb5\x2f\xfd"
_ZSTD_DICTIONARY = b"\x5d\x2a\x4d\x18"
_OPENS = 256  # bytes by which a record is known
_OPENING = re.compile(rb"WARC/\d|filedesc:")
_NAMES = re.compile(r"\.(w?arc(\.(gz|lz4|zst))?|wacz)(\.part|\.open|\.tmp)?$", re.IGNORECASE)


class Feed:
    """Unpacked bytes, read forward; what was taken can be put back. `fault` says why they end too early."""

    def __init__(self, offset: int, unpack: Callable[[Feed], Iterator[bytes]], size: int | None = None) -> None:
        self.offset = offset  # in the file: where the packed piece begins
        self.end = offset  # in the file: after it, once all is taken
        self.position = 0  # in the unpacked bytes
        self.size = size  # of the unpacked bytes, where that is known: of what is not packed
        self.fault: str | None = None
        self.damaged = False  # what was taken may be other bytes than were packed
        self._chunks = unpack(self)
        self._buffer, self._at = b"", 0

    def take(self, size: int) -> bytes:
        """So many bytes; fewer at the end."""
        self._fill(size)
        taken = self._buffer[self._at : self._at + size]
        self._at += len(taken)
        self.position += len(taken)
        return taken

    def line(self) -> bytes:
        """Up to and with the next line feed; a piece of a line that is longer than `LONGEST_LINE`; empty at the end."""
        size = 256
        while True:
            self._fill(size)
            end = self._buffer.find(b"\n", self._at, self._at + size) + 1
            if end:
                return self.take(end - self._at)
            if size >= LONGEST_LINE or len(self._buffer) - self._at < size:
                return self.take(size)
            size = min(size * 4, LONGEST_LINE)

    def skip(self, size: int) -> int:
        """Pass over bytes; says how many there were."""
        start = self.position
        while size > 0 and (passed := len(self.take(min(size, CHUNK)))):
            size -= passed
        return self.position - start

    def back(self, taken: bytes) -> None:
        """Put back what was taken last."""
        self._buffer = taken + self._buffer[self._at :]
        self._at = 0
        self.position -= len(taken)

    @property
    def ended(self) -> bool:
        """Whether nothing is left. Only now is `fault` final."""
        self._fill(1)
        return self._at >= len(self._buffer)

    def _fill(self, size: int) -> None:
        have = len(self._buffer) - self._at
        if have >= size:
            return
        parts = [self._buffer[self._at :]]
        for chunk in self._chunks:
            parts.append(chunk)
            have += len(chunk)
            if have >= size:
                break
        self._buffer, self._at = b"".join(parts), 0


@dataclass(frozen=True, slots=True)
class Lost:
    """Bytes of the file that hold nothing that can be read: from an offset, so many."""

    offset: int
    size: int
    found: str


def packing_of(stream: BinaryIO) -> Packing:
    """What a file is packed in, by its first bytes. `unknown`: neither packed nor the beginning of a WARC or ARC."""
    stream.seek(0)
    opening = stream.read(CHUNK)
    stream.seek(0)
    if opening.startswith(_GZIP[:2]):
        return "gzip"
    if opening.startswith(_LZ4):
        return "lz4"
    if opening.startswith((_ZSTD, _ZSTD_DICTIONARY)) or opening[1:4] == _ZSTD_DICTIONARY[1:]:
        return "zstd"
    if opening.startswith(b"PK"):
        return "zip"
    return "plain" if _OPENING.match(opening.lstrip()) else "unknown"


def holds_records(path: Path) -> bool:
    """Whether a file is a WARC, an ARC or a WACZ, whatever its name; a damaged one goes by its name. Raises OSError."""
    with path.open("rb") as stream:
        packing = packing_of(stream)
        if packing == "zip":
            return bool(wacz_members(stream))
        if packing == "plain" or (packing != "unknown" and _opens_with_record(stream, packing)):
            return True
    return _NAMES.search(path.name) is not None


def printable(name: str) -> str:
    """A file name that is no UTF-8 comes with surrogates, which can be neither printed nor loaded."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def wacz_members(stream: BinaryIO) -> list[str]:
    """The names of the WARCs in a WACZ; none where a zip is no WACZ, or torn."""
    try:
        with zipfile.ZipFile(stream) as packed:
            names = packed.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return []
    if "datapackage.json" not in names:
        return []
    return [name for name in names if name.startswith("archive/") and _NAMES.search(name)]


@contextmanager
def opened(path: Path) -> Iterator[Iterator[tuple[str, BinaryIO, int]]]:
    """A file as the one WARC that it is, or the several that a WACZ holds: name, stream and size in bytes of each."""
    with path.open("rb") as stream:
        if packing_of(stream) == "zip" and wacz_members(stream):
            with zipfile.ZipFile(stream) as packed:
                yield _unzipped(path, packed)
        else:
            yield iter([(printable(path.name), stream, path.stat().st_size)])


def _unzipped(path: Path, packed: zipfile.ZipFile) -> Iterator[tuple[str, BinaryIO, int]]:
    for name in wacz_members(cast(BinaryIO, packed.fp)):
        with packed.open(name) as stream:
            yield printable(f"{path.name}/{name}"), cast(BinaryIO, stream), packed.getinfo(name).file_size


def feeds(stream: BinaryIO, size: int) -> Iterator[Feed | Lost]:
    """A file in pieces that can be read each by itself: its gzip members, else the whole. To be taken in turn."""
    packing = packing_of(stream)
    if packing == "gzip":
        yield from gzip_members(stream, size)
    elif packing in ("lz4", "zstd"):
        reader = Lz4Reader(stream) if packing == "lz4" else ZstdReader(stream)
        yield Feed(0, partial(_read, reader))
    else:
        yield Feed(0, partial(_read, stream), size)


def _read(reader: BinaryIO | Lz4Reader | ZstdReader, feed: Feed) -> Iterator[bytes]:
    try:
        while chunk := reader.read(CHUNK):
            yield chunk
    except OSError as error:
        feed.fault = f"what can be unpacked ends here ({error})"


def gzip_members(stream: BinaryIO, size: int, start: int = 0) -> Iterator[Feed | Lost]:
    """The members of a gzip file from a byte on; behind a damaged one the next that opens with a record."""
    while start < size:
        stream.seek(start)
        if stream.read(len(_GZIP)) != _GZIP:
            begin = start
            start = _next_member(stream, start, size)
            yield Lost(begin, start - begin, "bytes that are no gzip member")
            continue
        feed = Feed(start, partial(_inflate, stream))
        yield feed
        while not feed.ended:
            feed.skip(CHUNK)
        start = feed.end if feed.fault is None else _next_member(stream, start + 1, size)


def _inflate(stream: BinaryIO, feed: Feed) -> Iterator[bytes]:
    """What the gzip member that begins at `feed.offset` holds, and those behind it that begin within a record: some
    tools (bgzip) cut a file every 64 KB, wherever that is."""
    try:
        while True:
            unused = yield from inflated(_packed(stream, feed), inflating.GZIP)
            feed.end -= len(unused)
            opening = _opening(stream, "gzip", feed.end)
            if opening is None or _begins_a_record(opening):
                return
    except Broken as error:
        feed.fault, feed.damaged = f"a damaged gzip member ({error})", True
    except Torn:
        feed.fault = f"a gzip member torn at byte {feed.end}"


def _packed(stream: BinaryIO, feed: Feed) -> Iterator[bytes]:
    stream.seek(feed.end)
    while chunk := stream.read(CHUNK):
        feed.end += len(chunk)
        yield chunk
        stream.seek(feed.end)  # somebody else may have read meanwhile


def _next_member(stream: BinaryIO, start: int, size: int) -> int:
    """Where the next gzip member that opens with a record begins; the size of the file where there is none."""
    while start < size:
        stream.seek(start)
        chunk = stream.read(CHUNK + len(_GZIP) - 1)
        found = chunk.find(_GZIP)
        if found < 0:
            start += CHUNK
            continue
        start += found
        if _opens_with_record(stream, "gzip", start):
            return start
        start += 1
    return size


def _opening(stream: BinaryIO, packing: Packing, start: int = 0) -> bytes | None:
    """The first bytes that are packed at a place; None where nothing can be unpacked there."""
    stream.seek(start)
    packed = io.BytesIO(stream.read(CHUNK if packing != "gzip" else 1024))
    try:
        if packing == "gzip":
            return next(inflated([packed.read()], inflating.GZIP), b"")[:_OPENS] if packed.getvalue() else None
        return (Lz4Reader(packed) if packing == "lz4" else ZstdReader(packed)).read(_OPENS)
    except (Torn, OSError):
        return None


def _begins_a_record(opening: bytes) -> bool:
    return _OPENING.match(opening.lstrip()) is not None or _ARC_LINE.match(opening) is not None


def _opens_with_record(stream: BinaryIO, packing: Packing, start: int = 0) -> bool:
    opening = _opening(stream, packing, start)
    return opening is not None and _begins_a_record(opening)


_ARC_LINE = re.compile(rb"[a-z][a-z0-9+.-]*:[^\n]* \d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3} ", re.IGNORECASE)
