"""What was collected elsewhere, into our archive: WARCs of a web archive, files on somebody's disk.

Importing the same twice adds nothing: a sighting is known by address, time, basis and bytes.
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from collectors import registry
from collectors.archive.log import Fetch, in_utc
from collectors.archive.store import Archive
from collectors.archive.warc_reading import Capture, captures, payload_digest
from collectors.errors import OnrecordError
from collectors.media import verdict
from collectors.records import Basis, Outcome, Progress, Source

log = logging.getLogger(__name__)


@dataclass
class Imported:
    """What an import did. `unowned`: addresses that no source owns, with the number of captures of each."""

    added: int = 0
    known: int = 0  # sightings that were here already
    unowned: Counter[str] = field(default_factory=Counter)
    refused: list[Fetch] = field(default_factory=list)  # kept, but no documents (an error page, a torn file)
    unresolved: list[str] = field(default_factory=list)  # addresses of repeats whose first record is not to be found


def owning_source(url: str) -> Source | None:
    """The source that owns an address, by the registry."""
    module = registry.owner(url)
    return None if module is None else module.SOURCE


def import_warc(
    archive: Archive,
    path: Path | Sequence[Path],
    basis: Basis,
    *,
    route: Callable[[str], Source | None] | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Archive the captures of one or several WARCs whose addresses a source owns, each with the time of its record.

    `route` says whose an address is (the registry does where none is given). A `revisit` record is resolved by
    its digest, whether the first record stands before or after it, in one of these files or in the archive.
    `progress` gets bytes done and bytes in all. Raises ArchiveDamaged for a torn file, after everything whole
    before that place is kept.
    """
    paths = [path] if isinstance(path, Path) else list(path)
    told, total = progress or _silent, sum(one.stat().st_size for one in paths)
    work = _Import(archive, basis, route or owning_source)
    done = 0
    with archive.batch():
        for one in paths:
            for capture in captures(one):
                work.take(capture)
                told(done + capture.offset, total)
            done += one.stat().st_size
            told(done, total)
        work.settle(paths)
    return work.result


def import_file(
    archive: Archive, path: Path, source: Source, url: str, seen_at: datetime | None, basis: Basis
) -> Fetch:
    """Archive one file under the address where it was, as seen at a time (None: nobody says). Returns its fetch.

    Bytes that are none of the source's media are kept as `bad_content`, with the reason in `message`.
    """
    body = path.read_bytes()
    fetch = Fetch(source.id, url, "ok", datetime.now(UTC), basis, in_utc(seen_at), size=len(body))
    fetch = replace(
        _judged(fetch, source, (), body),
        document_id=hashlib.sha256(body).hexdigest(),
        media_type=verdict.media_type((), source.media),
    )
    with archive.batch():
        return replace(fetch, fetch_id=fetch.import_id) if archive.has(fetch) else archive.append(fetch, body)


class _Import:
    """One import under way: captures come in the order of the files, repeats may come before what they repeat."""

    def __init__(self, archive: Archive, basis: Basis, route: Callable[[str], Source | None]) -> None:
        self._archive, self._basis, self._route = archive, basis, route
        self._by_digest: dict[str, str] = {}  # as the WARCs print it ▶ document_id
        self._by_sighting: dict[tuple[str, datetime], str] = {}  # of records without a digest
        self._waiting: list[tuple[Capture, Source]] = []
        self.result = Imported()

    def take(self, capture: Capture) -> None:
        source = self._route(capture.url)
        if capture.body is not None:
            self._learn(capture)
        if source is None:
            self.result.unowned[capture.url] += 1
        elif capture.body is not None:
            self._add(capture, source, capture.body)
        elif (document_id := self._resolve(capture)) and self._archive.holds(document_id):
            self._repeat(capture, source, document_id)
        else:
            self._waiting.append((capture, source))

    def settle(self, paths: Sequence[Path]) -> None:
        """Repeats that came before their first record, or whose first record is in the archive since long, or
        stands under an address that no source owns."""
        kinds = {capture.digest.split(":")[0] for capture, _ in self._waiting if capture.digest}
        known = dict(_digests(self._archive, kinds)) if kinds else {}
        missing: dict[str, list[tuple[Capture, Source]]] = {}
        for capture, source in self._waiting:
            document_id = self._resolve(capture) or known.get(capture.digest or "")
            if document_id is not None and self._archive.holds(document_id):
                self._repeat(capture, source, document_id)
            elif document_id is not None:
                missing.setdefault(document_id, []).append((capture, source))
            else:
                log.warning("%s: the first record of this repeat is not to be found", capture.url)
                self.result.unresolved.append(capture.url)
        if missing:
            self._add_repeats_of_others(paths, missing)

    def _add_repeats_of_others(self, paths: Sequence[Path], missing: dict[str, list[tuple[Capture, Source]]]) -> None:
        for first in (capture for path in paths for capture in captures(path)):
            if first.body is not None:
                for capture, source in missing.pop(hashlib.sha256(first.body).hexdigest(), ()):
                    self._add(capture, source, first.body)

    def _learn(self, capture: Capture) -> None:
        assert capture.body is not None
        document_id = hashlib.sha256(capture.body).hexdigest()
        self._by_sighting[capture.url, capture.captured_at] = document_id
        if capture.digest:
            self._by_digest[capture.digest] = document_id

    def _resolve(self, capture: Capture) -> str | None:
        by_sighting = self._by_sighting.get(capture.refers_to) if capture.refers_to else None
        return self._by_digest.get(capture.digest or "") or by_sighting

    def _repeat(self, capture: Capture, source: Source, document_id: str) -> None:
        self._add(capture, source, self._archive.content(document_id))

    def _add(self, capture: Capture, source: Source, body: bytes) -> None:
        fetch = Fetch(
            source.id,
            capture.url,
            "ok",
            datetime.now(UTC),
            self._basis,
            capture.captured_at,
            http_status=capture.status if capture.body is not None else capture.status or 200,
            document_id=hashlib.sha256(body).hexdigest(),
            media_type=verdict.media_type(capture.headers, source.media),
            etag=capture.header("etag"),
            last_modified=capture.header("last-modified"),
        )
        fetch = _judged(fetch, source, capture.headers, body)
        if self._archive.has(fetch):
            self.result.known += 1
            return
        fetch = self._archive.append(fetch, body, capture.headers)
        self.result.added += 1
        if fetch.outcome != "ok":
            self.result.refused.append(fetch)


def _judged(fetch: Fetch, source: Source, headers: Sequence[tuple[str, str]], body: bytes) -> Fetch:
    """The fetch with the outcome that its bytes deserve."""
    try:
        verdict.judge(fetch.url, fetch.http_status, headers, body, source.media)
    except OnrecordError as error:
        outcome: Outcome = error.outcome  # type: ignore[assignment]
        return replace(fetch, outcome=outcome, message=f"{type(error).__name__}: {error}")
    return fetch


def _digests(archive: Archive, kinds: set[str]) -> Iterator[tuple[str, str]]:
    """Every document of the archive under the digests that the WARCs use."""
    for document in archive.documents():
        for kind in kinds & hashlib.algorithms_available:
            yield payload_digest(document.content, kind), document.document_id


def _silent(_done: int, _total: int) -> None:
    pass
