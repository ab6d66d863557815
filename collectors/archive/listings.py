"""What the lists of newsrooms named: `listings.jsonl`, one JSON line a list and run, append only.

It says what was not fetched, which the fetch log cannot: how many entries a list had, how many were new, which ones the
topic filter left out. An address that was left out is named once, by the first line that left it out.
A line that cannot be read, or that a power cut has torn, costs itself; the others count.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import os
import threading
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from collectors.archive.decisions import is_torn
from collectors.archive.log import in_utc, sync, sync_folder

log = logging.getLogger(__name__)
_BEFORE = 4096  # bytes by which a place is known again
_NUMBERS = ("listed", "new", "left_out")


def _place(stream: BinaryIO, end: int) -> str:
    """A place in a log, by its position and by what stands before it."""
    stream.seek(max(0, end - _BEFORE))
    return f"{end} {hashlib.sha256(stream.read(min(end, _BEFORE))).hexdigest()}"


class LeftOut(NamedTuple):
    """An address that the topic filter left out, and its title where the list gives one."""

    url: str
    title: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """One list as a run found it.

    `run_at`: when the run began with this source (UTC), the same for all lists of one run. `listed`: addresses of the
    source that it names. `new`: those that were neither asked for nor left out before this run; who did not answer
    counts as not asked. `left_out`: those that the topic filter left out and no list before this one in the run had
    named; `named`, those of them that no earlier run had left out. `terms`: the version of the filter's terms; None
    where the source has no filter.
    """

    source_id: str
    run_at: datetime
    url: str  # of the list
    document_id: str  # sha256 of its bytes
    listed: int
    new: int
    left_out: int
    terms: str | None = None
    named: tuple[LeftOut, ...] = ()

    def to_json(self) -> str:
        """The line, in ASCII; what is empty is left out."""
        said = {name: value for name, value in asdict(self).items() if value not in (None, ())}
        return json.dumps({**said, "run_at": self.run_at.astimezone(UTC).isoformat()})

    @classmethod
    def from_json(cls, line: bytes) -> Listed:
        """What a line says. Raises ValueError or TypeError where it is none of ours."""
        said = json.loads(line)
        if not isinstance(said, dict):
            raise TypeError("not an object")
        run_at = datetime.fromisoformat(str(said.pop("run_at", "")))
        named = tuple(LeftOut(str(url), None if title is None else str(title)) for url, title in said.pop("named", ()))
        listed = cls(**said, run_at=in_utc(run_at) or run_at, named=named)
        numbers = (getattr(listed, name) for name in _NUMBERS)
        texts = (listed.source_id, listed.url, listed.document_id, listed.terms or "")
        if not all(isinstance(one, int) for one in numbers) or not all(isinstance(one, str) for one in texts):
            raise TypeError("a number or a text that is none")
        return listed


class Added(NamedTuple):
    """The lines after a place in the log, and where it ends; `anew`: all of its lines, for the place is none of it."""

    lines: list[Listed]
    anew: bool = True
    read_to: str | None = None


class ListingLog:
    """`listings.jsonl` in the folder of the archive. To read and to append from several threads is safe."""

    def __init__(self, root: Path) -> None:
        self.path = root / "listings.jsonl"
        self._mutex = threading.Lock()
        self._read_to = 0
        self._left_out: dict[str, set[str]] = {}

    def read(self) -> list[Listed]:
        """Every line that can be read, in the order of the file; what cannot be is logged."""
        return self._parsed(self.path.read_bytes()) if self.path.exists() else []

    def since(self, read_to: str | None) -> Added:
        """The whole lines after a place that an earlier answer gave; all of them where no place is given, or the log is
        another one than then."""
        if not self.path.exists():
            return Added([])
        with self.path.open("rb") as stream:
            start = int((read_to or "0").partition(" ")[0])
            anew = not start or _place(stream, start) != read_to
            stream.seek(0 if anew else start)
            added = stream.read()
            whole = added[: added.rfind(b"\n") + 1]
            end = (0 if anew else start) + len(whole)
            return Added(self._parsed(whole), anew, _place(stream, end))

    def left_out(self, source_id: str) -> frozenset[str]:
        """The addresses of a source that were ever left out."""
        with self._mutex:
            self._refresh()
            return frozenset(self._left_out.get(source_id, ()))

    def append(self, lines: Iterable[Listed]) -> None:
        """Add lines, on disk when this returns. A torn line before them is left as it is, and ended."""
        written = b"".join(line.to_json().encode("ascii") + b"\n" for line in lines)
        if not written:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = not self.path.exists()
        with self._mutex, self.path.open("ab+") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            stream.write((b"\n" if is_torn(stream.fileno()) else b"") + written)
            stream.flush()
            sync(stream.fileno())
        if new:
            sync_folder(self.path.parent)

    def keep_terms(self, version: str, content: str) -> None:
        """Keep the terms of a version beside the lines that name it, once: `terms-<version>.json`."""
        path = self.path.with_name(f"terms-{version}.json")
        if path.exists():
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._mutex:
            beside = path.with_suffix(f".{os.getpid()}")
            beside.write_text(content, "utf-8")
            beside.replace(path)

    def _refresh(self) -> None:
        """Take in the whole lines that we or others have added."""
        size = self.path.stat().st_size if self.path.exists() else 0
        if size < self._read_to:  # somebody put an older copy in its place
            self._read_to, self._left_out = 0, {}
        if size == self._read_to:
            return
        with self.path.open("rb") as stream:
            stream.seek(self._read_to)
            added = stream.read()
        whole = added[: added.rfind(b"\n") + 1]
        self._read_to += len(whole)
        for line in self._parsed(whole):
            self._left_out.setdefault(line.source_id, set()).update(one.url for one in line.named)

    def _parsed(self, content: bytes) -> list[Listed]:
        found = []
        for line in content.splitlines():
            if not line.strip():
                continue
            try:
                found.append(Listed.from_json(line))
            except (ValueError, TypeError, RecursionError) as error:
                log.error("%s: a line cannot be read and does not count: %s", self.path.name, error)
        return found
