"""The records of our own WARC files: where their gzip members stand, and one of them read at its offset.

Read with fastwarc. It does not report a torn record, so lengths are compared here and gzip members are walked.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from fastwarc import ArchiveIterator, WarcRecordType

from collectors.archive.warc_reading import damaged

CHUNK = 1 << 16  # what a walk reads at once: even a bomb inflates to 64 MiB at most
_HEADER = 1 << 26  # bytes: older versions let a header grow as long as what a server sent


def read_record(stream: BinaryIO, offset: int, name: str) -> tuple[dict[str, str], bytes]:
    """WARC headers and payload of the record at an offset of an open file. Raises ArchiveDamaged."""
    stream.seek(offset)
    try:
        record = next(iter(ArchiveIterator(stream, parse_http=False, max_header_len=_HEADER)), None)
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


def _promised(record: Any) -> int:
    return int(record.headers.get("Content-Length") or 0)
