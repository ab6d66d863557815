"""What a kill, a torn disk or somebody's hand has left in the archive, put right before the next append.

Cut is only what is torn at the very end of the newest file, where no line of the log names it; it is kept in a file
beside (`….torn`). A whole record without a line gets its line back, from its own header. A damaged record stays where
it is, and those behind it are read.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from collectors.archive.index import LogIndex
from collectors.archive.log import Fetch
from collectors.archive.own_records import Stretch, read_record, stretches
from collectors.archive.warc_writing import FETCH_HEADER, WarcFolder
from collectors.errors import ArchiveDamaged

log = logging.getLogger(__name__)


def recovered(warcs: WarcFolder, index: LogIndex, *, everything: bool) -> Iterator[Fetch]:
    """Mend the files; yields the lines that records miss, to be added to log and index before the next is asked for.

    Looked at is what stands behind the last record that the log names, or `everything` (where lines of the log cannot
    be read, for theirs may be any record). The caller holds the archive's lock.
    """
    files = warcs.paths()
    begun = "" if everything else max((path.name for path in files if path.name in index.reach), default="")
    for path in files:
        if path.name >= begun:
            start = 0 if everything else _last_named(index, path.name)
            yield from _walk(warcs, index, path, start, newest=path == files[-1])


def _last_named(index: LogIndex, name: str) -> int:
    return max((offset for warc, offset in index.held.values() if warc == name), default=0)


def _walk(warcs: WarcFolder, index: LogIndex, path: Path, start: int, *, newest: bool) -> Iterator[Fetch]:
    """From a record on: find records without a line, and where the file is torn."""
    last: Stretch | None = None
    for last in stretches(path, start):
        if last.whole:
            yield from _missing_line(index, path, last.begin)
        else:
            log.error("%s: bytes %d to %d cannot be read", path.name, last.begin, last.end)
    end = path.stat().st_size
    if last is not None and not last.whole and newest:
        if index.reach.get(path.name, -1) < last.begin:
            end = last.begin
            warcs.cut(path, end)
            log.warning("%s: torn at byte %d; the torn end is cut off, and kept in %s.torn", path.name, end, path.name)
        else:
            index.closed.add(path.name)
    index.cut(path.name, end)
    if index.reach.get(path.name, -1) >= end:
        log.error("%s: ends at byte %d, but the log names bytes behind; they are to be got again", path.name, end)


def _missing_line(index: LogIndex, path: Path, offset: int) -> Iterator[Fetch]:
    """The line of a record that has none in the log."""
    try:
        with path.open("rb") as stream:
            headers, _ = read_record(stream, offset, path.name)
    except ArchiveDamaged as error:
        log.error("%s", error)
        return
    line = headers.get(FETCH_HEADER.lower())
    if line is None:
        return
    try:
        fetch = Fetch.from_json(line)
    except (ValueError, TypeError) as error:
        log.error("%s: the line in the record at byte %d cannot be read (%s)", path.name, offset, error)
        return
    if index.lines[fetch.fetch_id] and fetch.document_id in index.held:
        return
    place = (path.name, offset)
    if headers["warc-type"] == "revisit":
        place = index.held.get(fetch.document_id or "", place)
    log.warning("%s: record at byte %d had no line in the fetch log; added", path.name, offset)
    yield replace(fetch, warc=place[0], warc_offset=place[1])
