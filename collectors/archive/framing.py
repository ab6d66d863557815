"""Where the records of a WARC or ARC begin and end, and what stands between them.

Done here and not by a library because none says what it passed over: fastwarc stops at the first odd header or, told
to be lenient, goes on in silence; it takes a file with bare line feeds for one record; warcio refuses several records
in one gzip member; and both give out a record that is shorter than it says. Here every byte belongs to a record or to
a `Fault`, and reading goes on at the next line that begins a record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from collectors.archive.containers import Feed, Lost, feeds, opened
from collectors.archive.payload import header_fields, text_of

#: what can be wrong with a record or with the place where one should be
FaultKind = Literal[
    "torn",  # the file ends in it, or its gzip member breaks
    "no_record",  # bytes that are no record
    "length",  # a record that is longer than it says, or reaches into the next one
    "header",  # no type, no length, no end of the header
    "address",  # no WARC-Target-URI
    "date",  # no WARC-Date that names a moment
    "no_answer",  # a response without a status
    "digest",  # other bytes than the digest says
    "segment",  # the continuation of a record
    "too_large",  # more bytes than its source allows
    "unfinished",  # a file whose name says that its tool is still writing it
    "not_read",  # a format that is not read, a file that cannot be opened
    "failed",  # a fault of ours
]
Limit = Callable[[str], int]

HEADER_ROOM = 1 << 20  # bytes of a header; and of HTTP's, over the limit of a body
_SMALL = 1 << 16  # a record that holds no answer is looked at so far, in case its length is wrong
_LINE = 256  # bytes; where a record begins, its first two lines are in so many
_WARC_LINE = re.compile(rb"WARC/\d+\.\d+[ \t]*\r*\n")
_ARC_LINE = re.compile(rb"(\S.*) (\S+) (\d{4,20}) (\S+(?: .*)?) (\S+)\r*\n")
_NEXT = re.compile(rb"(?:\r?\n|^)(?=WARC/\d+\.\d+[ \t]*\r*\n[A-Za-z-]+:)")


@dataclass(frozen=True, slots=True)
class Fault:
    """An odd record, or bytes that are none: where (offset of the packed piece, number of the record), what, why."""

    file: str
    offset: int  # bytes: where the record begins, or the gzip member that holds it
    ordinal: int  # of the records of the file, the first one 1
    kind: FaultKind
    message: str
    url: str | None = None

    def __str__(self) -> str:
        where = f"{self.file}, record {self.ordinal} at byte {self.offset}"
        return f"{where}{f' ({self.url})' if self.url else ''}: {self.message}"


@dataclass(frozen=True, slots=True)
class Record:
    """One record as it stands. `cut` says why its block is not whole; `size` is that of the block as it came."""

    file: str
    offset: int
    ordinal: int
    headers: Mapping[str, str]  # names in lower case; of several with one name the first
    block: bytes = field(repr=False)
    size: int = 0
    cut: str | None = None
    altered: bool = False  # its gzip member is damaged: the bytes may be others

    @property
    def kind(self) -> str:
        """`response`, `revisit` …, in lower case."""
        return self.headers.get("warc-type", "").lower()


def records(path: Path, limit: Limit) -> Iterator[Record | Fault]:
    """Everything that a file holds, in its order. `limit` says of an address how many bytes of it may be kept; of a
    longer record the block is cut there. Raises OSError where the file cannot be opened."""
    with opened(path) as parts:
        for name, stream, size in parts:
            yield from _Walk(name, size, limit).walk(feeds(stream, size))


class _Walk:
    """One file being read: counts its records."""

    def __init__(self, name: str, size: int, limit: Limit) -> None:
        self._name, self._size, self._limit = name, size, limit
        self._ordinal = 0
        self._arc = False  # an ARC: its records begin with a line of their own form

    def walk(self, pieces: Iterator[Feed | Lost]) -> Iterator[Record | Fault]:
        for piece in pieces:
            if isinstance(piece, Lost):
                self._ordinal += 1
                yield self._fault(piece.offset, "no_record", f"{piece.size} {piece.found}")
            else:
                yield from self._records(piece)
        if self._ordinal == 0:
            self._ordinal = 1
            yield self._fault(0, "no_record", f"no record in the {self._size} bytes of the file")

    def _records(self, feed: Feed) -> Iterator[Record | Fault]:
        while not feed.ended:
            self._skip_blank_lines(feed)
            start = feed.position
            line = feed.line()
            if not line:
                break
            self._ordinal += 1
            offset = self._offset(feed, start)
            if _WARC_LINE.fullmatch(line):
                yield from self._warc_record(feed, offset)
            elif arc := self._arc_line(line):
                yield from self._arc_record(feed, offset, arc)
            else:
                size = len(line) + self._pass_over(feed)
                yield self._fault(offset, "no_record", f"{size} bytes that are no record, {line[:40]!r} …")
        if feed.fault is not None:
            yield self._fault(self._offset(feed, feed.position), "torn", feed.fault)

    def _warc_record(self, feed: Feed, offset: int) -> Iterator[Record | Fault]:
        lines = self._header_lines(feed)
        headers: dict[str, str] = {}
        for name, value in header_fields(lines or ()):
            headers.setdefault(name.lower(), value)
        url = headers.get("warc-target-uri")
        length = headers.get("content-length", "")
        wrong = "a header that does not end" if lines is None else _wrong_length(length)
        if wrong is None:
            yield from self._block(feed, offset, headers, int(length))
            return
        self._pass_over(feed)
        if not (feed.ended and feed.fault):  # else that is what is wrong, and told
            yield self._fault(offset, "header", wrong, url)

    def _arc_line(self, line: bytes) -> re.Match[bytes] | None:
        if not self._arc and line.startswith(b"filedesc:"):
            self._arc = True
        return _ARC_LINE.fullmatch(line) if self._arc else None

    def _arc_record(self, feed: Feed, offset: int, line: re.Match[bytes]) -> Iterator[Record | Fault]:
        url, date, media_type, length = (text_of(line[group]) for group in (1, 3, 4, 5))
        if wrong := _wrong_length(length):
            self._pass_over(feed)
            yield self._fault(offset, "header", wrong, url)
            return
        kind = "warcinfo" if url.startswith("filedesc:") else "response"
        headers = {"warc-type": kind, "warc-target-uri": url, "warc-date": date, "content-type": media_type}
        yield from self._block(feed, offset, headers, int(length))

    def _block(self, feed: Feed, offset: int, headers: Mapping[str, str], length: int) -> Iterator[Record | Fault]:
        """The record with its block; and why that is not whole, told by what follows it."""
        keep = self._keep(headers)
        lie = feed.size is not None and length > feed.size - feed.position
        block = feed.take(min(length, keep))
        size, cut = len(block), None
        kind: FaultKind = "length"
        begun = _NEXT.search(block) if lie or size < min(length, keep) else None
        if begun is None:
            size += self._pass_over(feed) if lie else feed.skip(length - size)
            if size == len(block) and not self._record_ended(feed):
                behind = feed.take(_LINE)
                begun = _NEXT.search(block + behind)
                begun = begun if begun is not None and begun.end() < len(block) else None
                feed.back(behind)
        if begun is not None:
            feed.back(block[begun.end() :])
            block = block[: begun.start()].removesuffix(b"\n").removesuffix(b"\r")
            cut = f"the record says {length} bytes, and the next one begins after {len(block)}"
        elif size < length:
            kind, cut = "torn", f"{size} of the {length} bytes of the record"
        elif not self._record_ended(feed):
            cut = f"the record is longer than the {length} bytes that it says"
            self._pass_over(feed)
        elif feed.ended and feed.damaged:
            kind, cut = "torn", feed.fault
        yield Record(self._name, offset, self._ordinal, headers, block, size, cut, feed.damaged)
        if cut is not None:
            yield self._fault(offset, kind, cut, headers.get("warc-target-uri"))

    def _keep(self, headers: Mapping[str, str]) -> int:
        if headers.get("warc-type", "").lower() in ("response", "resource", "revisit"):
            return self._limit(headers.get("warc-target-uri", "")) + HEADER_ROOM
        return _SMALL

    def _record_ended(self, feed: Feed) -> bool:
        """Whether a blank line follows, or the end, or the next record."""
        line = feed.line()
        feed.back(line)
        return not line.strip(b"\r\n") or _WARC_LINE.fullmatch(line) is not None or self._arc_line(line) is not None

    def _header_lines(self, feed: Feed) -> list[bytes] | None:
        """The lines of a header; None where it does not end."""
        lines, size = list[bytes](), 0
        while line := feed.line():
            if not line.strip(b"\r\n"):
                return lines
            if _WARC_LINE.fullmatch(line):
                feed.back(line)
                return None
            lines.append(line)
            size += len(line)
            if size >= HEADER_ROOM:
                return None
        return None

    def _skip_blank_lines(self, feed: Feed) -> None:
        while line := feed.line():
            if line.strip(b"\r\n"):
                feed.back(line)
                return

    def _pass_over(self, feed: Feed) -> int:
        """Go on to the next line that begins a record; says how many bytes were passed over."""
        start = feed.position
        while line := feed.line():
            if _WARC_LINE.fullmatch(line) or self._arc_line(line):
                feed.back(line)
                break
        return feed.position - start

    def _offset(self, feed: Feed, position: int) -> int:
        """In the file; of a packed one, where the piece begins that holds it."""
        return feed.offset if feed.size is None else position

    def _fault(self, offset: int, kind: FaultKind, message: str, url: str | None = None) -> Fault:
        return Fault(self._name, offset, self._ordinal, kind, message, url)


def _wrong_length(printed: str) -> str | None:
    return None if re.fullmatch(r"\d{1,18}", printed, re.ASCII) else f"its length is {printed[:40]!r}"
