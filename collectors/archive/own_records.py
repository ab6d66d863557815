"""The records of our own WARC files: where their gzip members stand, and one of them read at its offset.

Read with fastwarc. It does not report a torn record, so lengths are compared here and gzip members are walked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from fastwarc import ArchiveIterator, WarcRecordType

from collectors.archive.containers import CHUNK, Lost, gzip_members
from collectors.archive.warc_reading import damaged

_HEADER = 1 << 26  # bytes: older versions let a header grow as long as what a server sent


def read_record(stream: BinaryIO, offset: int, name: str) -> tuple[dict[str, str], bytes]:
    """WARC headers and payload of the record at an offset of an open file. Raises ArchiveDamaged."""
    stream.seek(offset)
    try:
        record = next(iter(ArchiveIterator(stream, parse_http=False, max_header_len=_HEADER)), None)
        block = b"" if record is None else record.reader.read()
        promised = None if record is None else int(record.headers.get("Content-Length") or 0)
    except (OSError, ValueError) as error:
        raise damaged(Path(name), f"at byte {offset} a record that cannot be read ({error})") from error
    if record is None or len(block) != promised:
        raise damaged(Path(name), f"at byte {offset} {'no record' if record is None else f'{len(block)} of them'}")
    if record.record_type != WarcRecordType.resource:
        block = block[block.find(b"\r\n\r\n") + 4 :]
    return _headers(record), block


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a file: a gzip member, or bytes up to the next one that can be read."""

    begin: int  # bytes
    end: int
    whole: bool


def stretches(path: Path, start: int = 0) -> Iterator[Stretch]:
    """A file from a byte on, piece by piece, without a gap; behind a damaged piece reading goes on."""
    size = path.stat().st_size
    bad: int | None = None  # where the piece that cannot be read begins
    with path.open("rb") as stream:
        for piece in gzip_members(stream, size, start):
            if isinstance(piece, Lost) or not _is_whole(piece):
                bad = piece.offset if bad is None else bad
                continue
            if bad is not None:
                yield Stretch(bad, piece.offset, whole=False)
                bad = None
            yield Stretch(piece.offset, piece.end, whole=True)
    if bad is not None:
        yield Stretch(bad, size, whole=False)


def _is_whole(feed: Any) -> bool:
    while not feed.ended:
        feed.skip(CHUNK)
    return feed.fault is None


def _headers(record: Any) -> dict[str, str]:
    return {str(key).lower(): str(value) for key, value in record.headers.items()}
