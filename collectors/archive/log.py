"""The fetch log: one JSON line for every attempt, whatever its outcome. `raw.fetch` is loaded from it."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from collectors.errors import ArchiveDamaged
from collectors.records import Basis, Outcome

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
    published_at: datetime | None = None  # as the page says that linked it

    @property
    def import_id(self) -> str:
        """What identifies a sighting reported by others: address, time, basis and bytes."""
        seen = "" if self.observed_at is None else self.observed_at.isoformat()
        text = "|".join((self.url, seen, self.basis, self.document_id or f"{self.http_status} {self.outcome}"))
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def to_json(self) -> str:
        """The line, in ASCII; fields that are null are left out."""
        pairs = ((item.name, getattr(self, item.name)) for item in fields(self))
        return json.dumps({name: _plain(value) for name, value in pairs if value is not None})

    @classmethod
    def from_json(cls, line: str | bytes) -> Fetch:
        """The fetch of a line. Raises ValueError (no JSON) or TypeError (not these fields)."""
        values: dict[str, Any] = json.loads(line)
        if not isinstance(values, dict):
            raise ValueError("not an object")
        for name in _MOMENTS & values.keys():
            values[name] = datetime.fromisoformat(values[name])
        return cls(**values)


_LONGEST = 1 << 20  # bytes; no line comes near it
_MOMENTS = frozenset({"fetched_at", "observed_at", "published_at"})


def in_utc(moment: datetime | None) -> datetime | None:
    """The same moment in UTC. Raises ValueError where it has no zone: we do not guess one."""
    if moment is not None and moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone; say it in UTC")
    return None if moment is None else moment.astimezone(UTC)


class FetchLog:
    """`fetches.jsonl`. Reading needs no lock (a line that is still being written is left alone); writing and
    mending are for the one who holds the archive's lock."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, start: int = 0) -> Iterator[tuple[int, Fetch]]:
        """Whole lines from a byte on, each with the byte after it.

        Raises ArchiveDamaged for a whole line that is none of ours.
        """
        if not self.path.exists():
            return
        with self.path.open("rb") as stream:
            stream.seek(start)
            for line in stream:
                if not line.endswith(b"\n"):
                    return
                start += len(line)
                try:
                    yield start, Fetch.from_json(line)
                except (ValueError, TypeError) as error:
                    raise ArchiveDamaged(
                        self.path.name,
                        expected=f"a fetch in the line that ends at byte {start}",
                        found=f"{line[:80]!r} ({error})",
                        remedy="Restore the file from a copy, or take that line out and keep it beside.",
                    ) from error

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
            with beside.open("ab") as kept:
                kept.write(torn + b"\n")
                sync(kept.fileno())
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


class Validators(NamedTuple):
    """What a conditional request for an address sends, and the document that a 304 then confirms."""

    etag: str | None
    last_modified: str | None
    document_id: str
    media_type: str | None
    url: str  # the address that gave them, after redirects; they say nothing of any other
    given_at: datetime  # when the last full answer came


@dataclass
class LogIndex:
    """What the log says, as far as it has been read, and which of the bytes that it names are here."""

    log_end: int = 0
    lines: Counter[str] = field(default_factory=Counter)  # by fetch_id
    held: dict[str, tuple[str, int]] = field(default_factory=dict)  # document ▶ file and offset of its bytes
    origin: dict[str, tuple[str, datetime]] = field(default_factory=dict)  # document ▶ what a revisit refers to
    latest: dict[str, Fetch] = field(default_factory=dict)  # address ▶ its last full answer
    news: dict[str, datetime] = field(default_factory=dict)  # address ▶ when it last brought a new document
    reach: dict[str, int] = field(default_factory=dict)  # file ▶ the last offset that a line names

    def add(self, fetch: Fetch, sizes: Mapping[str, int]) -> None:
        """One more line; `sizes` of the WARC files, for a line may name bytes that a file has lost."""
        self.lines[fetch.fetch_id] += 1
        if fetch.document_id is None:
            return
        if fetch.warc is not None and fetch.warc_offset is not None:
            self.reach[fetch.warc] = max(fetch.warc_offset, self.reach.get(fetch.warc, 0))
            if fetch.warc_offset < sizes.get(fetch.warc, 0):
                self.held[fetch.document_id] = fetch.warc, fetch.warc_offset
        if fetch.outcome == "ok":  # a 304 confirms the document, and gives no validators of its own
            self.latest[fetch.url] = fetch
            if fetch.document_id not in self.origin:
                self.news[fetch.url] = fetch.fetched_at
        self.origin.setdefault(fetch.document_id, (fetch.url, fetch.observed_at or fetch.fetched_at))

    def cut(self, name: str, end: int) -> None:
        """A file ends here; what the log names behind it is not held any more."""
        self.held = {key: place for key, place in self.held.items() if place[0] != name or place[1] < end}

    def new_id(self, fetch: Fetch) -> str:
        """The id of an import is always the same, but where it is asked again and brings nothing new."""
        lost = fetch.document_id is not None and fetch.document_id not in self.held
        if fetch.basis != "live" and (lost or not self.lines[fetch.import_id]):
            return fetch.import_id
        return uuid4().hex


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


def _end_of_last_line(data: bytes) -> int:
    """After the last line that ends and can be read: a power cut leaves zeros, even whole lines of them."""
    end = data.rfind(b"\n") + 1
    start = data.rfind(b"\n", 0, max(end - 1, 0)) + 1
    try:
        Fetch.from_json(data[start:end] or "{}")
    except ValueError:
        return start
    except TypeError:
        return end
    return end


def _plain(value: object) -> object:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else value
