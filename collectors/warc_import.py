"""The captures of WARCs, one after the other, into the archive: whose each is, what it repeats, what came of it.

One odd record costs itself: it is told (`Imported.faults`), and the next one is taken.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from collectors.archive.containers import printable
from collectors.archive.framing import Fault
from collectors.archive.log import SEEN, Fetch
from collectors.archive.store import Archive
from collectors.archive.warc_reading import LOSSES, MOST, Capture, payload_digest, read_warc
from collectors.errors import ArchiveDamaged, OnrecordError
from collectors.media import verdict
from collectors.records import Basis, Outcome, Source
from collectors.repeats import Known

log = logging.getLogger(__name__)

Route = Callable[[str], Source | None]
_REDIRECTS = frozenset({301, 302, 303, 307, 308})  # they hold no document: what they lead to has a record of its own
_UNFINISHED = (".part", ".open", ".tmp")  # as tools name a file that they are still writing
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # there was no web before
_AHEAD = timedelta(days=1)  # a clock may be wrong by that; a capture of a later day is none


@dataclass
class Imported:
    """What an import did. `unowned`: addresses that no source owns, with the number of captures of each."""

    added: int = 0
    known: int = 0  # sightings that were here already
    unowned: Counter[str] = field(default_factory=Counter)
    redirects: int = 0
    refused: list[Fetch] = field(default_factory=list)  # kept, but no documents (an error page, half a file)
    unresolved: list[str] = field(default_factory=list)  # addresses of repeats whose first record is not to be found
    faults: list[Fault] = field(default_factory=list)  # odd records, in the order of the files
    losses: list[Fault] = field(default_factory=list)  # those of them that cost, or may cost, a document of a source

    @property
    def errors(self) -> list[OnrecordError]:
        """What is missing though a source may own it: an import with such ends with exit status 1."""
        return [_left_out(fault) for fault in self.losses]

    @property
    def kinds(self) -> Counter[str]:
        """How many odd records of which kind there were."""
        return Counter(fault.kind for fault in self.faults)


class WarcImport:
    """One import under way: captures come in the order of the files, repeats may come before what they repeat."""

    def __init__(self, archive: Archive, basis: Basis, route: Route) -> None:
        self._archive, self._basis, self._route = archive, basis, route
        self._latest = datetime.now(UTC) + _AHEAD
        self._known = Known()
        self._waiting: list[tuple[Capture, Source]] = []
        self.result = Imported()

    def take_all(self, path: Path) -> Iterator[int]:
        """Everything of a file; gives the offset reached after each record."""
        name = printable(path.name)
        if name.lower().endswith(_UNFINISHED):
            self._tell(
                Fault(name, 0, 1, "unfinished", "its tool is still writing it: import it again when it is whole")
            )
        for found in self._read(path):
            if isinstance(found, Fault):
                self._tell(found)
            else:
                self._guarded(found, self._take)
            yield found.offset

    def _read(self, path: Path) -> Iterator[Capture | Fault]:
        """What a file holds; a file that cannot be read is one fault, and so is a fault of our own reader."""
        ordinal = 1
        try:
            for found in read_warc(path, self._limit):
                ordinal = found.ordinal
                yield found
        except OSError as error:
            yield Fault(printable(path.name), 0, ordinal, "not_read", f"cannot be read ({error.strerror or error})")
        except Exception as error:
            log.exception("%s: the reader broke", printable(path.name))
            yield Fault(printable(path.name), 0, ordinal, "failed", f"the reader broke: {error!r}")

    def _guarded(self, capture: Capture, act: Callable[[Capture], None]) -> None:
        """One record costs itself, whatever is wrong with it; only a disk that takes nothing more ends the run."""
        try:
            act(capture)
        except OSError:
            raise
        except ArchiveDamaged as error:
            self._tell(capture.fault("failed", str(error)))
        except Exception as error:
            log.exception("%s: this record could not be imported", capture.url)
            self._tell(capture.fault("failed", f"not imported: {error!r}"))

    def _tell(self, fault: Fault) -> None:
        log.info("%s", fault)
        self.result.faults.append(fault)
        owned = self._route(_lower_host(fault.url)) is not None if fault.url else fault.kind in LOSSES | {"unfinished"}
        if owned and fault.kind not in ("digest", "segment"):
            self.result.losses.append(fault)

    def _routed(self, capture: Capture) -> tuple[Capture, Source | None]:
        """Whose a capture is; its scheme and host in lower case where it is somebody's only so."""
        source = self._route(capture.url)
        usual = _lower_host(capture.url)
        if source is None and usual != capture.url:
            source = self._route(usual)
        return (capture, None) if source is None else (replace(capture, url=usual), source)

    def _limit(self, url: str) -> int:
        source = self._route(url) or self._route(_lower_host(url))
        return MOST if source is None else source.max_bytes

    def _take(self, capture: Capture) -> None:
        if not _EARLIEST <= capture.captured_at <= self._latest:
            self._tell(capture.fault("date", f"captured at {capture.captured_at:%Y-%m-%d %H:%M} UTC, which cannot be"))
            return
        capture, source = self._routed(capture)
        if not capture.is_repeat:
            capture = _seen_to_end(capture, source)
            self._known.learn(capture)
        if source is None:
            self.result.unowned[capture.url] += 1
        elif capture.status in _REDIRECTS:
            self.result.redirects += 1
        elif not capture.is_repeat and capture.body is not None:
            self._add(capture, source, capture.body, capture.cut)
        elif not capture.confirms and (document_id := self._resolve(capture)):
            self._repeat(capture, source, document_id)
        else:
            self._waiting.append((capture, source))

    def _resolve(self, capture: Capture) -> str | None:
        """The document that a repeat repeats, where it is in the archive by now."""
        document_id = self._known.resolve(capture)
        return document_id if document_id and self._archive.holds(document_id) else None

    def settle(self, paths: Sequence[Path]) -> None:
        """Repeats that came before their first record, or whose first record is in the archive since long, or
        stands under an address that no source owns."""
        earlier = self._of_the_archive([one for one, _ in self._waiting if self._known.resolve(one) is None])
        missing: dict[str, list[tuple[Capture, Source]]] = {}
        for capture, source in self._waiting:
            document_id = self._known.resolve(capture) or earlier.resolve(capture)
            if document_id is None:
                log.warning("%s: the first record of this repeat is not to be found", capture.url)
                self.result.unresolved.append(capture.url)
            elif self._archive.holds(document_id):
                self._guarded(capture, partial(self._repeat, source=source, document_id=document_id))
            else:
                missing.setdefault(document_id, []).append((capture, source))
        if missing:
            self._add_repeats_of_others(paths, missing)

    def _of_the_archive(self, repeats: Sequence[Capture]) -> Known:
        """What the archive knows that repeats may mean: documents by digest, sightings by address and time."""
        known = Known()
        if not repeats:
            return known
        for fetch in self._archive.fetches():
            if fetch.document_id and fetch.observed_at and fetch.outcome in SEEN:
                known.saw(fetch.url, fetch.observed_at, fetch.document_id, fetch.etag)
        kinds = {capture.digest.split(":")[0] for capture in repeats if capture.digest}
        for digest, document_id in _digests(self._archive, kinds):
            known.by_digest[digest] = document_id
        return known

    def _add_repeats_of_others(self, paths: Sequence[Path], missing: dict[str, list[tuple[Capture, Source]]]) -> None:
        for path in paths:
            for first in self._read(path):
                if isinstance(first, Capture) and first.body is not None and not first.is_repeat:
                    for capture, source in missing.pop(hashlib.sha256(first.body).hexdigest(), ()):
                        self._guarded(capture, partial(self._add, source=source, body=first.body, cut=first.cut))

    def _repeat(self, capture: Capture, source: Source, document_id: str) -> None:
        cut = self._known.cut.get(document_id)
        self._add(capture, source, self._archive.content(document_id), cut)

    def _add(self, capture: Capture, source: Source, body: bytes, cut: str | None) -> None:
        headers = () if capture.confirms else capture.headers
        fetch = Fetch(
            source.id,
            capture.url,
            "ok",
            datetime.now(UTC),
            self._basis,
            capture.captured_at,
            http_status=200 if capture.confirms or _is_bare(capture) else capture.status,
            document_id=hashlib.sha256(body).hexdigest(),
            media_type=verdict.media_type(headers, source.media),
            etag=capture.header("etag"),
            last_modified=capture.header("last-modified"),
        )
        fetch = judged(fetch, source.media, headers, body, cut)
        if capture.confirms and fetch.outcome == "ok":
            fetch = replace(fetch, outcome="not_modified", http_status=304)
        if self._archive.has(fetch):
            self.result.known += 1
            return
        fetch = self._archive.append(fetch, body, capture.headers)
        self.result.added += 1
        if fetch.outcome not in SEEN:
            self.result.refused.append(fetch)


def _lower_host(url: str) -> str:
    scheme, mark, rest = url.partition("://")
    host = re.match(r"[^/?#]*", rest)
    return url if not mark or host is None else f"{scheme.lower()}{mark}{host[0].lower()}{rest[host.end() :]}"


def _seen_to_end(capture: Capture, source: Source | None) -> Capture:
    """The capture; cut, where nothing says that its body is all and the body itself does not look so."""
    if source is None or capture.body is None or capture.cut is not None or not capture.open_ended:
        return capture
    return replace(capture, cut=verdict.unfinished(capture.body, source.media))


def _is_bare(capture: Capture) -> bool:
    """A revisit that leaves the headers out: what it repeats was an answer."""
    return capture.kind == "revisit" and capture.status is None


def judged(
    fetch: Fetch, media: Sequence[str], headers: Sequence[tuple[str, str]], body: bytes, cut: str | None = None
) -> Fetch:
    """The fetch with the outcome that its bytes deserve, where they are to be one of some media."""
    try:
        verdict.judge(fetch.url, fetch.http_status, headers, body, media, cut)
    except OnrecordError as error:
        outcome: Outcome = error.outcome  # type: ignore[assignment]
        return replace(fetch, outcome=outcome, message=f"{type(error).__name__}: {error}")
    return fetch


def _digests(archive: Archive, kinds: set[str]) -> Iterator[tuple[str, str]]:
    """Every document of the archive under the digests that the WARCs use."""
    if not kinds:
        return
    try:
        for document in archive.documents():
            for kind in kinds & hashlib.algorithms_guaranteed:
                yield payload_digest(document.content, kind), document.document_id
    except ArchiveDamaged as error:  # after all that can be read
        log.warning("%s", error)


def _left_out(fault: Fault) -> ArchiveDamaged:
    return ArchiveDamaged(
        f"{fault.file}, record {fault.ordinal} at byte {fault.offset}",
        expected="a record that can be read" if fault.url is None else f"a capture of {fault.url}",
        found=f"{fault.kind}: {fault.message}",
        remedy="It is left out, the others are imported: get a whole copy of the file, or see the record.",
    )
