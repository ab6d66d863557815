"""The WARC files of the archive: written with warcio, one gzip member a record; read at an offset."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from collectors.archive.index import LogIndex
from collectors.archive.log import Fetch, keep_aside, sync, sync_folder
from collectors.archive.own_records import read_record
from collectors.archive.warc_reading import damaged, payload_digest
from collectors.errors import ArchiveDamaged

#: the WARC header that carries the line of the fetch log, so that a record without its line can get it
FETCH_HEADER = "Onrecord-Fetch"

# Readers refuse headers that are longer than they expect, fastwarc those of 32 KB.
LONGEST_FIELD = 2048  # bytes
MOST_HEADERS = 16 << 10  # bytes of all HTTP headers of a record
_NO_NAME = re.compile(r"[^!#$%&'*+.^_`|~0-9A-Za-z-]")  # what the name of a header may not hold
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


class WarcFolder:
    """`onrecord-000001.warc.gz` and its successors in one folder. Writing is for who holds the archive's lock."""

    def __init__(self, root: Path, rotate_bytes: int) -> None:
        self.root = root
        self._rotate_bytes = rotate_bytes
        self._dirty: set[Path] = set()

    def paths(self) -> list[Path]:
        """The files, oldest first."""
        return sorted(self.root.glob("onrecord-*.warc.gz"))

    def sizes(self) -> dict[str, int]:
        """Bytes of each file, by its name, oldest first."""
        return {path.name: path.stat().st_size for path in self.paths()}

    def write(self, fetch: Fetch, body: bytes, headers: Sequence[tuple[str, str]], index: LogIndex) -> Fetch:
        """One record: the bytes, or a revisit where they are here already. Returns the fetch with their place."""
        path = self._target(index)
        new = not path.exists()
        held = index.held.get(fetch.document_id or "")
        with path.open("ab") as stream:
            start = stream.tell()
            writer = WARCWriter(stream, gzip=True, warc_version="1.1")
            try:
                if start == 0:
                    writer.write_record(writer.create_warcinfo_record(path.name, {"software": "onrecord"}))
                offset = stream.tell()
                origin = index.origin[fetch.document_id or ""] if held else None
                writer.write_record(_record(writer, fetch, body, headers, origin))
                stream.flush()
            except BaseException:
                stream.truncate(start)
                raise
        if new:
            sync_folder(self.root)
        self._dirty.add(path)
        warc, place = held or (path.name, offset)
        return replace(fetch, warc=warc, warc_offset=place)

    def sync(self) -> None:
        """What was written, to the disk."""
        dirty, self._dirty = self._dirty, set()
        for path in dirty:
            with path.open("rb+") as stream:
                sync(stream.fileno())

    def cut(self, path: Path, end: int) -> None:
        """Take the torn end off a file, and keep it in a file beside."""
        with path.open("rb+") as stream:
            stream.seek(end)
            keep_aside(path.with_name(path.name + ".torn"), stream.read())
            stream.truncate(end)
            sync(stream.fileno())

    def contents(self, places: Mapping[str, tuple[str, int]]) -> Iterator[tuple[str, bytes | ArchiveDamaged]]:
        """The bytes of documents, file after file, each compared with its hash; or why they cannot be had."""
        for name, found in groupby(sorted((place, key) for key, place in places.items()), lambda one: one[0][0]):
            try:
                stream = (self.root / name).open("rb")
            except OSError as error:
                for _, document_id in found:
                    yield document_id, _damaged(name, f"cannot be opened ({error.strerror})", document_id)
                continue
            with stream:
                for (_, offset), document_id in found:
                    yield document_id, self._content(stream, name, offset, document_id)

    def _content(self, stream: BinaryIO, warc: str, offset: int, document_id: str) -> bytes | ArchiveDamaged:
        try:
            _, content = read_record(stream, offset, warc)
        except ArchiveDamaged as error:
            return _damaged(warc, error.found, document_id)
        if hashlib.sha256(content).hexdigest() != document_id:
            return _damaged(warc, f"at byte {offset} other bytes than those of {document_id}", document_id)
        return content

    def _target(self, index: LogIndex) -> Path:
        """The file to append to: the newest, unless it is full, damaged at its end or has lost bytes that the log
        names."""
        sizes = self.sizes()
        newest = max(sizes, default="")
        is_whole = newest not in index.closed and index.reach.get(newest, -1) < sizes.get(newest, 0)
        if newest and is_whole and sizes[newest] < self._rotate_bytes:
            return self.root / newest
        last = max(newest, *index.reach, "onrecord-000000.warc.gz")
        return self.root / f"onrecord-{int(last.split('-')[1].split('.')[0]) + 1:06d}.warc.gz"


def bounded(fetch: Fetch) -> Fetch:
    """A fetch whose fields a header can hold. Half a validator is none, and half an address no address; a message is
    told as far as it goes."""
    message = fetch.message
    return replace(
        fetch,
        message=message if message is None or _fits(message) else f"{_shortened(message)} …",
        etag=_or_none(fetch.etag),
        last_modified=_or_none(fetch.last_modified),
        media_type=_or_none(fetch.media_type),
        final_url=_or_none(fetch.final_url),
    )


def _or_none(text: str | None) -> str | None:
    return text if text is not None and _fits(text) else None


def _fits(text: str) -> bool:
    return len(json.dumps(text)) <= LONGEST_FIELD


def _shortened(text: str) -> str:
    """The beginning of a text, as long as the line of the log may have it."""
    text = text[:LONGEST_FIELD]
    while not _fits(text):
        text = text[: len(text) // 2]
    return text


def _damaged(name: str, found: str, document_id: str) -> ArchiveDamaged:
    error = damaged(Path(name), found)
    error.document_ids = (document_id,)
    return error


def _line(fetch: Fetch) -> str:
    """The line as a record carries it: an address that no header can hold is cut there, and whole in the log."""
    return replace(fetch, url=_shortened(fetch.url)).to_json()


def _record(
    writer: WARCWriter,
    fetch: Fetch,
    body: bytes,
    headers: Sequence[tuple[str, str]],
    origin: tuple[str, datetime] | None,
) -> Any:
    """The record of a fetch; a revisit where `origin` says where the same bytes were seen first."""
    own = {"WARC-Date": _warc_date(fetch.observed_at or fetch.fetched_at), FETCH_HEADER: _line(fetch)}
    url = _in_a_header(fetch.final_url or fetch.url)
    http = None
    if fetch.http_status is not None:
        http = StatusAndHeaders(str(fetch.http_status), _stored(headers, len(body)), protocol="HTTP/1.1")
    if origin is not None:
        return writer.create_revisit_record(
            url,
            payload_digest(body),
            _in_a_header(origin[0]),
            _warc_date(origin[1]),
            http_headers=http,
            warc_headers_dict=own,
        )
    return writer.create_warc_record(
        url,
        "resource" if http is None else "response",
        payload=io.BytesIO(body),
        length=len(body),
        http_headers=http,
        warc_headers_dict=own,
        warc_content_type=_in_a_header(fetch.media_type or "application/octet-stream") if http is None else "",
    )


def _warc_date(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ" if moment.microsecond else "%Y-%m-%dT%H:%M:%SZ")


def _stored(headers: Sequence[tuple[str, str]], size: int) -> list[tuple[str, str]]:
    """HTTP headers as they go into a record: the body is decoded there, so those of its coding are set aside; what is
    too long for a header is cut, and what is too much for all of them left out and counted."""
    coding = {"content-encoding", "transfer-encoding"}
    kept, room, left_out = list[tuple[str, str]](), MOST_HEADERS, 0
    for name, value in headers:
        name, value = _NO_NAME.sub("_", _in_a_header(name)), _in_a_header(value)
        if not name or name.lower() == "content-length":
            continue
        room -= len(name.encode()) + len(value.encode())
        if room < 0:
            left_out += 1
        else:
            kept.append((f"X-Orig-{name}" if name.lower() in coding else name, value))
    if left_out:
        kept.append(("X-Onrecord-Left-Out", f"{left_out} headers"))
    return [*kept, ("Content-Length", str(size))]


def _in_a_header(text: str) -> str:
    """Text that a header line can hold: of bounded length, without the characters that end a line."""
    shown = text.encode("utf-8", "replace")[:LONGEST_FIELD].decode("utf-8", "ignore")
    return _CONTROL.sub(" ", shown).strip()
