"""The fetch log: one JSON line for every attempt, whatever its outcome. `raw.fetch` is loaded from it."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from collectors.records import UNCLAIMED, Basis, Claimed, Outcome, Sighting

log = logging.getLogger(__name__)

#: outcomes that mean: these bytes were there, and are what the source publishes
SEEN: frozenset[Outcome] = frozenset({"ok", "not_modified"})


@dataclass(frozen=True, slots=True)
class Fetch:
    """One attempt to get one address, by us or by an archive whose captures we imported. All times UTC.

    `fetch_id` is given by the archive where it is empty: the same for the same import, unique for a live attempt.
    `document_id`, `size`: sha256 and number of the bytes that came, or that a 304 confirmed; also of bytes that
    were refused (`bad_content`, a challenge page). `warc`, `warc_offset`: the record that holds those bytes.
    """

    source_id: str
    url: str
    outcome: Outcome
    fetched_at: datetime  # when we asked, or imported
    basis: Basis
    observed_at: datetime | None = None  # when we, or an archive, saw the bytes; None where nobody says
    fetch_id: str = ""
    final_url: str | None = None  # after redirects
    http_status: int | None = None
    document_id: str | None = None
    media_type: str | None = None
    size: int | None = None  # bytes
    etag: str | None = None
    last_modified: str | None = None  # as the server prints it
    warc: str | None = None  # file name
    warc_offset: int | None = None  # bytes
    message: str | None = None  # what went wrong
    published_at: datetime | None = None  # as the page says that linked it, or who imported it
    published_on: date | None = None  # the day where the publisher sits, as who imported it says
    title: str | None = None  # as who imported it says
    #: sha256 of the file or answer that the document was cut out of; that file's own line names itself
    part_of: str | None = None

    @property
    def import_id(self) -> str:
        """What identifies a sighting reported by others: address, time, basis and bytes, and what they say of these."""
        seen = "" if self.observed_at is None else self.observed_at.isoformat()
        parts = [self.url, seen, self.basis, self.document_id or f"{self.http_status} {self.outcome}"]
        if self.claimed != UNCLAIMED:
            on, at = (None if when is None else when.isoformat() for when in (self.published_on, self.published_at))
            parts.append(json.dumps([self.title, on, at]))
        return hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]

    @property
    def claimed(self) -> Claimed:
        """What who imported it says of the document. The time at which a list names an address is no such thing."""
        published_at = None if self.published_on is None else self.published_at
        return Claimed(self.title, self.published_on, published_at)

    @property
    def sighting(self) -> Sighting:
        """The line as what it says of the bytes."""
        return Sighting(self.url, self.observed_at, self.basis, self.claimed)

    def to_json(self) -> str:
        """The line, in ASCII; fields that are null are left out."""
        pairs = ((item.name, getattr(self, item.name)) for item in fields(self))
        return json.dumps({name: _plain(value) for name, value in pairs if value is not None})

    @classmethod
    def from_json(cls, line: str | bytes) -> Fetch:
        """The fetch of a line. Raises ValueError (no JSON, no time) or TypeError (other fields, or of other kinds)."""
        values: dict[str, Any] = json.loads(line)
        if not isinstance(values, dict):
            raise ValueError("not an object")
        for name, value in values.items():
            if value is None and name in _OPTIONAL:
                continue
            if name in _DATES and isinstance(value, str):
                values[name] = _DATES[name](value)
            elif not isinstance(value, int if name in _NUMBERS else str):  # somebody may have touched the line
                raise TypeError(f"{name} is {value!r}")
        return cls(**_shared(values))


_LONGEST = 1 << 20  # bytes; no line comes near it
_FEW = frozenset({"source_id", "outcome", "basis", "media_type", "warc"})  # fields of few values
_NUMBERS = frozenset({"http_status", "size", "warc_offset"})
_OPTIONAL = frozenset(item.name for item in fields(Fetch) if item.default is None)


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise TypeError(f"{text!r} has no time zone")
    return found


_DATES: dict[str, Callable[[str], date]] = {
    **dict.fromkeys(("fetched_at", "observed_at", "published_at"), _moment),
    "published_on": date.fromisoformat,
}


def _shared(values: dict[str, Any]) -> dict[str, Any]:
    """The same values, those that other lines have as well, or two fields of this one, held in memory once: a log has a
    million lines in a year or two."""
    for name in _FEW & values.keys():
        if isinstance(values[name], str):
            values[name] = sys.intern(values[name])
    for name, other in (("final_url", "url"), ("observed_at", "fetched_at")):
        if name in values and values[name] == values.get(other):
            values[name] = values[other]
    return values


def in_utc(moment: datetime | None) -> datetime | None:
    """The same moment in UTC. Raises ValueError where it has no zone: we do not guess one."""
    if moment is not None and moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone; say it in UTC")
    return None if moment is None else moment.astimezone(UTC)


class Unreadable(NamedTuple):
    """A whole line of the log that is no fetch."""

    end: int  # the byte after it
    line: bytes
    why: str

    def __str__(self) -> str:
        return f"fetches.jsonl, the line that ends at byte {self.end}: {self.line[:80]!r} is no fetch ({self.why})"


class FetchLog:
    """`fetches.jsonl`. Reading needs no lock (a line that is still being written is left alone); writing and
    mending are for the one who holds the archive's lock."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, start: int = 0) -> Iterator[tuple[int, Fetch | Unreadable]]:
        """Whole lines from a byte on, each with the byte after it; a line that is none of ours costs itself."""
        if not self.path.exists():
            return
        with self.path.open("rb") as stream:
            stream.seek(start)
            for line in stream:
                if not line.endswith(b"\n"):
                    return
                start += len(line)
                yield start, _fetch_of(line, start)

    def not_told(self, found: Iterable[Unreadable]) -> list[Unreadable]:
        """Those unreadable lines that are not in `fetches.unreadable` yet, which keeps each of them."""
        beside = self.path.with_suffix(".unreadable")
        told = set(beside.read_bytes().split(b"\n")) if beside.exists() else set()
        return [one for one in found if one.line.rstrip(b"\n") not in told]

    def tell(self, found: Iterable[Unreadable]) -> None:
        """Keep unreadable lines in `fetches.unreadable`: what could be done about them is done."""
        keep_aside(self.path.with_suffix(".unreadable"), b"".join(one.line for one in found))

    def mend(self) -> None:
        """Set a torn last line aside, in `fetches.torn` beside the log, and say so."""
        if not self.path.exists():
            return
        with self.path.open("rb+") as stream:
            skipped = max(0, stream.seek(0, os.SEEK_END) - _LONGEST)
            stream.seek(skipped)
            end = skipped + _end_of_last_line(stream.read())
            stream.seek(end)
            torn = stream.read()
            if not torn:
                return
            beside = self.path.with_suffix(".torn")
            keep_aside(beside, torn + b"\n")
            stream.truncate(end)
            sync(stream.fileno())
        log.warning("%s: the last line was torn at byte %d; kept in %s", self.path.name, end, beside.name)

    def write(self, fetches: Iterable[Fetch]) -> int:
        """Append lines, on disk when this returns. The new size in bytes."""
        new = not self.path.exists()
        with self.path.open("ab") as stream:
            stream.write("".join(fetch.to_json() + "\n" for fetch in fetches).encode("ascii"))
            stream.flush()
            sync(stream.fileno())
            size = stream.tell()
        if new:
            sync_folder(self.path.parent)
        return size


def keep_aside(beside: Path, torn: bytes) -> None:
    """Append bytes that are about to be cut to the file that keeps such, on disk when this returns."""
    with beside.open("ab") as kept:
        kept.write(torn)
        kept.flush()
        sync(kept.fileno())
    sync_folder(beside.parent)


def sync(descriptor: int) -> None:
    """Bytes of an open file to the disk."""
    os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """The name of a new file to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _fetch_of(line: bytes, end: int) -> Fetch | Unreadable:
    try:
        return Fetch.from_json(line)
    except (ValueError, TypeError, RecursionError) as error:
        return Unreadable(end, line, str(error))


def _end_of_last_line(data: bytes) -> int:
    """After the last line that ends and can be read: a power cut leaves zeros, even whole lines of them."""
    end = data.rfind(b"\n") + 1
    start = data.rfind(b"\n", 0, max(end - 1, 0)) + 1
    try:
        Fetch.from_json(data[start:end] or "{}")
    except (ValueError, RecursionError):
        return start
    except TypeError:
        return end
    return end


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value
