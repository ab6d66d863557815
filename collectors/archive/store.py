"""The archive: the bytes, in WARC files, and a line for every attempt, in `fetches.jsonl`. Append only.

A record reaches the disk before the line that refers to it, and carries that line in its own header
(`Onrecord-Fetch`), so that what a kill leaves between the two is put right by the next one who appends (recovery.py).
Appending from several threads and processes is safe.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import threading
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from collectors.archive.index import Answers, LogIndex, Validators
from collectors.archive.listings import ListingLog
from collectors.archive.log import SEEN, Fetch, FetchLog, Unreadable, in_utc
from collectors.archive.recovery import recovered
from collectors.archive.warc_writing import WarcFolder, bounded
from collectors.errors import ArchiveDamaged
from collectors.records import Document, Sighting, Source

log = logging.getLogger(__name__)

ROTATE_BYTES = 256 << 20  # a new WARC file is begun when one has grown to this
FLUSH_BYTES = 32 << 20  # in a batch, bytes go to the disk after so many


class Archive:
    """A folder with `onrecord-*.warc.gz` and `fetches.jsonl`."""

    def __init__(self, root: Path, *, rotate_bytes: int = ROTATE_BYTES) -> None:
        self.root = root
        self._warcs = WarcFolder(root, rotate_bytes)
        self._log = FetchLog(root / "fetches.jsonl")
        self.listings = ListingLog(root)
        self._mutex = threading.RLock()
        self._locked = False  # by this object, between threads and between processes
        self._forget()

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────────

    def append(self, fetch: Fetch, body: bytes | None = None, headers: Sequence[tuple[str, str]] = ()) -> Fetch:
        """Keep an attempt and the bytes that it brought, on disk when this (or the batch around it) returns.

        `headers` are those of the HTTP answer; `body` is decoded. A `not_modified` brings no bytes and names the
        document that it confirms. Returns the fetch with its id, digest and place. Raises OSError (disk full):
        nothing of this fetch is kept then.
        """
        fetch = replace(
            bounded(fetch),
            fetched_at=in_utc(fetch.fetched_at) or fetch.fetched_at,
            observed_at=in_utc(fetch.observed_at),
            published_at=in_utc(fetch.published_at),
        )
        document_id = fetch.document_id if body is None else hashlib.sha256(body).hexdigest()
        with self.batch():
            if body is not None and document_id is not None:
                self._is_readable(document_id)  # a repeat of what is damaged here is kept whole
                fetch = replace(fetch, document_id=document_id, size=len(body))
            fetch = replace(fetch, fetch_id=fetch.fetch_id or self._index.new_id(fetch))
            if body is not None and document_id is not None:
                fetch = self._warcs.write(fetch, body, headers, self._index)
                self._readable.add(document_id)
            elif fetch.document_id is not None:
                warc, offset = self._index.held.get(fetch.document_id, (None, None))
                fetch = replace(fetch, warc=warc, warc_offset=offset)
            self._remember(fetch, 0 if body is None else len(body))
        return fetch

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Hold the archive over several appends: one wait for the disk for many of them."""
        with self._mutex:
            if self._locked:
                yield
                return
            self.root.mkdir(parents=True, exist_ok=True)
            with (self.root / ".lock").open("wb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                self._locked = True
                try:
                    self._recover()
                    yield
                finally:
                    self._locked = False
                    self._flush()

    def recover(self) -> None:
        """Put right what a kill has left, as every append does; for who only wants to read."""
        with self.batch():
            pass

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────

    def fetches(self) -> Iterator[Fetch]:
        """Every attempt, in the order of the log. Of two lines with one id (a repair) the later one."""
        with self._mutex:
            self._refresh()
            lines = self._index.fetches.copy()
            left = Counter({fetch_id: count for fetch_id, count in self._index.lines.items() if count > 1})
        for fetch in lines:
            left[fetch.fetch_id] -= 1
            if left[fetch.fetch_id] <= 0:
                yield fetch

    def has(self, fetch: Fetch) -> bool:
        """Whether a sighting reported by others is in the log already, and its bytes can be read here."""
        with self._mutex:
            self._refresh()
            if not self._index.lines[fetch.import_id]:
                return False
            return fetch.document_id is None or self._is_readable(fetch.document_id)

    def holds(self, document_id: str) -> bool:
        """Whether the bytes are here."""
        with self._mutex:
            self._refresh()
            return document_id in self._index.held

    def documents(self, ids: Collection[str] | None = None) -> Iterator[Document]:
        """Each distinct document once, with all its sightings, in the order of the files; all, or those of `ids`.

        Bytes that were refused when they came (`bad_content`, challenge pages) are no documents. Raises
        ArchiveDamaged for what cannot be read or is not here, after all that can; its `document_ids` are those.
        """
        sightings: dict[str, list[Fetch]] = {}
        for fetch in self.fetches():
            if fetch.outcome in SEEN and fetch.document_id and (ids is None or fetch.document_id in ids):
                sightings.setdefault(fetch.document_id, []).append(fetch)
        held = self._index.held
        lost = [key for key in (sightings if ids is None else ids) if key not in held]
        damages: list[ArchiveDamaged] = [_lost(lost)] if lost else []
        for document_id, content in self._warcs.contents({key: held[key] for key in sightings if key in held}):
            if isinstance(content, ArchiveDamaged):
                damages.append(content)
            else:
                yield _document(document_id, content, sightings[document_id])
        if damages:
            raise _all_of(damages)

    def content(self, document_id: str) -> bytes:
        """The bytes of one document. Raises ArchiveDamaged where they are not here or not those."""
        with self._mutex:
            self._refresh()
            place = self._index.held.get(document_id)
        if place is None:
            raise _lost([document_id])
        _, content = next(self._warcs.contents({document_id: place}))
        if isinstance(content, ArchiveDamaged):
            raise content
        self._readable.add(document_id)
        return content

    def unreadable_lines(self) -> Sequence[Unreadable]:
        """The lines of the log that are no fetches. Each costs itself; its record, if it has one, gets a new line."""
        with self._mutex:
            self._refresh()
            return tuple(self._index.unreadable)

    def validators(self, url: str) -> Validators | None:
        """What a conditional request for an address sends; None where it was never there or sent no validator."""
        with self._mutex:
            self._refresh()
            last = self._index.latest.get(url)
            if last is None or not (last.etag or last.last_modified):
                return None
            if last.document_id is None or not self._is_readable(last.document_id):
                return None
            given_by = last.final_url or last.url
            return Validators(
                last.etag, last.last_modified, last.document_id, last.media_type, given_by, last.fetched_at
            )

    def knows(self, url: str) -> bool:
        """Whether an address ever gave a document."""
        with self._mutex:
            self._refresh()
            return url in self._index.latest

    def last_asked(self, url: str) -> datetime | None:
        """When we last asked an address and somebody answered, whatever it was; None: never."""
        with self._mutex:
            self._refresh()
            return self._index.asked.get(url)

    def news(self, source: Source) -> datetime | None:
        """When the last new document of a source came (its own documents, not its start pages); None: none yet."""
        with self._mutex:
            self._refresh()
            return max((moment for url, moment in self._index.news.items() if source.owns(url)), default=None)

    def answered(self, source: Source) -> dict[str, Answers]:
        """The documents of a source that we have asked for ourselves and got, by their addresses."""
        with self._mutex:
            self._refresh()
            said = self._index.answers.items()
            return {url: answers for url, (source_id, answers) in said if source_id == source.id and source.owns(url)}

    def _is_readable(self, document_id: str) -> bool:
        """Whether the bytes of a document are here and whole. Where they are not, they are kept again when they come:
        that is what a damaged archive is healed by."""
        if document_id in self._readable:
            return document_id in self._index.held
        place = self._index.held.get(document_id)
        if place is None:
            return False
        _, content = next(self._warcs.contents({document_id: place}))
        if isinstance(content, ArchiveDamaged):
            log.error("%s", content)
            self._index.lose(document_id)
            return False
        self._readable.add(document_id)
        return True

    # ── inside ───────────────────────────────────────────────────────────────────────────────────────────────

    def _forget(self) -> None:
        self._index = LogIndex()
        self._readable: set[str] = set()  # documents whose bytes were compared with their hash
        self._settled: tuple[int, str, int] | None = None  # sizes that are known to be whole and in step
        self._pending: list[Fetch] = []  # written to the WARC, their lines not yet to the log
        self._pending_bytes = 0

    def _state(self) -> tuple[int, str, int]:
        name, size = max(self._warcs.sizes().items(), default=("", 0))
        return self._log.path.stat().st_size if self._log.path.exists() else 0, name, size

    def _refresh(self) -> None:
        """Read the lines that we or others have added to the log."""
        if self._locked or not self._log.path.exists():
            return
        if (size := self._log.path.stat().st_size) < self._index.log_end:
            self._forget()  # somebody put an older copy in its place
        if size > self._index.log_end:
            self._read_log()

    def _read_log(self) -> None:
        sizes = self._warcs.sizes()
        for end, fetch in self._log.read(self._index.log_end):
            if isinstance(fetch, Unreadable):
                log.error("%s", fetch)
                self._index.unreadable.append(fetch)
            else:
                self._index.add(fetch, sizes)
                self._index.fetches.append(fetch)
            self._index.log_end = end

    def _recover(self) -> None:
        """Cut what is torn, give its line to what has none. The caller holds the lock."""
        if self._settled == self._state():
            return
        self._log.mend()
        if self._log.path.exists() and self._log.path.stat().st_size < self._index.log_end:
            self._index = LogIndex()
        self._read_log()
        strange = self._log.not_told(self._index.unreadable)
        for fetch in recovered(self._warcs, self._index, everything=bool(strange)):
            self._remember(fetch, 0)
        if strange:
            self._flush()
            self._log.tell(strange)

    def _remember(self, fetch: Fetch, size: int) -> None:
        self._index.add(fetch, self._warcs.sizes())
        self._pending.append(fetch)
        self._pending_bytes += size
        if self._pending_bytes >= FLUSH_BYTES:
            self._flush()

    def _flush(self) -> None:
        """Bytes to the disk, then the lines that refer to them."""
        pending, self._pending, self._pending_bytes = self._pending, [], 0
        try:
            self._warcs.sync()
            if pending:
                self._index.log_end = self._log.write(pending)
                self._index.fetches += pending
            self._settled = self._state()
        except BaseException:
            self._forget()
            raise


def _document(document_id: str, content: bytes, fetches: Sequence[Fetch]) -> Document:
    seen = {fetch.sighting: fetch for fetch in reversed(fetches)}
    last = datetime.max.replace(tzinfo=fetches[0].fetched_at.tzinfo)
    sightings = sorted(seen, key=lambda one: (one.observed_at or last, one.url, one.basis, repr(one.claimed)))
    named = seen[address_of(sightings)]
    document = Document(content, named.url, named.media_type or "application/octet-stream", tuple(sightings))
    document.__dict__["document_id"] = document_id  # compared with the bytes a moment ago; not to be hashed again
    return document


def address_of(sightings: Sequence[Sighting]) -> Sighting:
    """The sighting whose address a document goes by: the first that counts and was on the web, else the first that was
    on the web, else the first. The name of a file on somebody's disk is no address."""
    on_the_web = [one for one in sightings if one.url.startswith(("http://", "https://"))]
    counted = [one for one in on_the_web if one.observed_at is not None and one.basis != "unknown"]
    return (counted or on_the_web or list(sightings))[0]


def _lost(document_ids: Sequence[str]) -> ArchiveDamaged:
    return ArchiveDamaged(
        "fetches.jsonl",
        expected="the bytes of every document that it names in the WARC files beside it",
        found=f"none of {', '.join(document_ids[:5])}{' …' if len(document_ids) > 5 else ''}",
        remedy="Restore the WARC files from a copy, or import or collect these documents again.",
        document_ids=tuple(document_ids),
    )


def _all_of(damages: Sequence[ArchiveDamaged]) -> ArchiveDamaged:
    """One error for all documents that cannot be had."""
    first = damages[0]
    ids = tuple(document_id for damage in damages for document_id in damage.document_ids)
    more = f", and {len(ids) - len(first.document_ids)} more documents" if len(damages) > 1 else ""
    return ArchiveDamaged(
        first.document, expected=first.expected, found=first.found + more, remedy=first.remedy, document_ids=ids
    )
