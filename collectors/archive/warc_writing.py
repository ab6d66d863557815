"""The WARC files of the archive: written with warcio, one gzip member a record; read at an offset."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from collectors.archive.log import Fetch, LogIndex, sync, sync_folder
from collectors.archive.own_records import read_record
from collectors.archive.warc_reading import damaged, payload_digest

#: the WARC header that carries the line of the fetch log, so that a record without its line can get it
FETCH_HEADER = "Onrecord-Fetch"


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
        """Take the torn end off a file."""
        with path.open("rb+") as stream:
            stream.truncate(end)
            sync(stream.fileno())

    def contents(self, places: Mapping[str, tuple[str, int]]) -> Iterator[tuple[str, bytes]]:
        """The bytes of documents, file after file, each compared with its hash. Raises ArchiveDamaged."""
        name, stream = "", None
        try:
            for (warc, offset), document_id in sorted((place, key) for key, place in places.items()):
                if stream is None or warc != name:
                    if stream is not None:
                        stream.close()
                    name, stream = warc, (self.root / warc).open("rb")
                yield document_id, self._content(stream, warc, offset, document_id)
        finally:
            if stream is not None:
                stream.close()

    def _content(self, stream: BinaryIO, warc: str, offset: int, document_id: str) -> bytes:
        _, content = read_record(stream, offset, warc)
        if hashlib.sha256(content).hexdigest() != document_id:
            raise damaged(self.root / warc, f"at byte {offset} other bytes than those of {document_id}")
        return content

    def _target(self, index: LogIndex) -> Path:
        """The file to append to: the newest, unless it is full or has lost bytes that the log names."""
        sizes = self.sizes()
        newest = max(sizes, default="")
        if newest and sizes[newest] < self._rotate_bytes and index.reach.get(newest, -1) < sizes[newest]:
            return self.root / newest
        last = max(newest, *index.reach, "onrecord-000000.warc.gz")
        return self.root / f"onrecord-{int(last.split('-')[1].split('.')[0]) + 1:06d}.warc.gz"


def _record(
    writer: WARCWriter,
    fetch: Fetch,
    body: bytes,
    headers: Sequence[tuple[str, str]],
    origin: tuple[str, datetime] | None,
) -> Any:
    """The record of a fetch; a revisit where `origin` says where the same bytes were seen first."""
    own = {"WARC-Date": _warc_date(fetch.observed_at or fetch.fetched_at), FETCH_HEADER: fetch.to_json()}
    url = fetch.final_url or fetch.url
    http = None
    if fetch.http_status is not None:
        http = StatusAndHeaders(str(fetch.http_status), _stored(headers, len(body)), protocol="HTTP/1.1")
    if origin is not None:
        return writer.create_revisit_record(
            url, payload_digest(body), origin[0], _warc_date(origin[1]), http_headers=http, warc_headers_dict=own
        )
    return writer.create_warc_record(
        url,
        "resource" if http is None else "response",
        payload=io.BytesIO(body),
        length=len(body),
        http_headers=http,
        warc_headers_dict=own,
        warc_content_type=fetch.media_type or "application/octet-stream" if http is None else "",
    )


def _warc_date(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ" if moment.microsecond else "%Y-%m-%dT%H:%M:%SZ")


def _stored(headers: Sequence[tuple[str, str]], size: int) -> list[tuple[str, str]]:
    """HTTP headers as they go into a record: the body is decoded there, so those of its coding are set aside."""
    coding = {"content-encoding", "transfer-encoding"}
    kept = [
        (f"X-Orig-{name}" if name.lower() in coding else name, value)
        for name, value in headers
        if name.lower() != "content-length"
    ]
    return [*kept, ("Content-Length", str(size))]
