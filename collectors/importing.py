"""What was collected elsewhere, into our archive: WARCs of a web archive, files on somebody's disk.

Importing the same twice adds nothing: a sighting is known by address, time, basis and bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from collectors import registry
from collectors.archive.containers import holds_records, printable
from collectors.archive.log import SEEN, Fetch, in_utc
from collectors.archive.store import Archive
from collectors.errors import OnrecordError
from collectors.media import verdict
from collectors.media.words import squeeze
from collectors.parts import Taking, keep_parts, told
from collectors.records import UNCLAIMED, Basis, Claimed, Document, Progress, Source, SourceModule, first_claimed
from collectors.warc_import import Imported, Route, WarcImport, judged

__all__ = ["Imported", "claim", "import_file", "import_warc", "is_warc", "overruled", "owning", "owning_source"]

LONGEST_TITLE = 1_000  # characters


def is_warc(path: Path) -> bool:
    """Whether a file is a WARC, an ARC or a WACZ: by its first bytes, whatever its name. False where it cannot be
    opened: `import_file` says why."""
    try:
        return holds_records(path)
    except OSError:
        return False


def owning_source(url: str) -> Source | None:
    """The source that owns an address, by the registry."""
    module = registry.owner(url)
    return None if module is None else module.SOURCE


def owning(modules: Iterable[SourceModule]) -> Route:
    """Which of some sources has an address (`registry.rightful`); None where none does."""
    every = list(modules)

    def route(url: str) -> Source | None:
        module = registry.rightful(url, every)
        return None if module is None else module.SOURCE

    return route


def import_warc(
    archive: Archive,
    path: Path | Sequence[Path],
    basis: Basis,
    *,
    route: Route | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Archive the captures of one or several WARCs whose addresses a source owns, each with the time of its record.

    `route` says whose an address is (the registry does where none is given). A repeat (a `revisit`, a 304) is resolved
    by its digest or by the record that it names, whether that stands before or after it, in one of these files or in
    the archive. `progress` gets bytes done and bytes in all. What is odd costs itself: see `Imported.faults`. Raises
    OSError where the archive can keep nothing more (a full disk).
    """
    paths = [path] if isinstance(path, Path) else list(path)
    told, total = progress or _silent, sum(_size(one) for one in paths)
    work = WarcImport(archive, basis, route or owning_source)
    done = 0
    with archive.batch():
        for one in paths:
            for offset in work.take_all(one):
                told(done + offset, total)
            done += _size(one)
            told(done, total)
        work.settle(paths)
    return work.result


def import_file(
    archive: Archive,
    path: Path,
    source: Source,
    url: str,
    seen_at: datetime | None,
    basis: Basis,
    claimed: Claimed = UNCLAIMED,
    take: Taking | None = None,
) -> Fetch:
    """Archive one file under the address where it was, as seen at a time (None: nobody says). Returns its fetch.

    `take` takes it apart where it holds many documents (collectors/parts.py): these are archived then, and the file
    beside them, its `message` saying what became of it; `bad_content` where none of its documents is the source's.

    What is `claimed` of it is kept beside; where nobody says when it was seen, a claimed publication is its sighting
    (`publisher_claim`). Bytes that are none of what the source may be, imports included, are kept as `bad_content`,
    with the reason in `message`; a file that is too large, or that cannot be read, is a line of the log alone.
    """
    if seen_at is None and claimed.published_on is not None:
        seen_at, basis = claimed.published_at or _midnight(claimed.published_on), "publisher_claim"
    fetch = Fetch(
        source.id,
        printable(url),
        "ok",
        datetime.now(UTC),
        basis,
        in_utc(seen_at),
        published_at=in_utc(claimed.published_at),
        published_on=claimed.published_on,
        title=claimed.title,
    )
    body, fetch = _file(path, fetch, source.max_bytes)
    media = (*source.media, *source.imported)
    if body is not None:
        fetch = replace(
            judged(fetch, media, (), body),
            size=len(body),
            document_id=hashlib.sha256(body).hexdigest(),
            media_type=verdict.MEDIA_TYPES.get(verdict.medium(body, media) or media[0]),
        )
    with archive.batch():
        if take is not None and body is not None and fetch.outcome == "ok":
            fetch = _taken_apart(archive, fetch, body, take)
            if fetch.part_of is None and fetch.outcome == "ok":
                return fetch
        return replace(fetch, fetch_id=fetch.import_id) if archive.has(fetch) else archive.append(fetch, body)


def _taken_apart(archive: Archive, fetch: Fetch, body: bytes, take: Taking) -> Fetch:
    """The fetch of a file whose documents are archived now: they come first, so that a kill leaves no file without
    its documents. One that is nothing but its only document is that document, and has no line of its own."""
    file_id = str(fetch.document_id)
    try:
        found = take(Document(body, fetch.url, fetch.media_type or ""))
    except OnrecordError as error:
        return replace(fetch, outcome="bad_content", message=f"{type(error).__name__}: {error}")
    except Exception as error:  # noqa: BLE001 a fault of ours costs this file, and is told
        return replace(fetch, outcome="failed", message=f"the reader broke: {type(error).__name__}: {error}"[:1000])
    found, added = keep_parts(archive, fetch.source_id, found, file_id, (fetch.basis, fetch.observed_at))
    words = told(found, added)
    if not found.parts:
        return replace(fetch, outcome="bad_content", message=f"no document of {fetch.source_id} in it: {words}")
    itself = any(part.content == body for part in found.parts)
    return replace(fetch, message=words, part_of=None if itself else file_id)


def claim(source: Source, title: str | None, published: date | None) -> Claimed:
    """What somebody says of a file of a source: `published` is a day where that sits, or a moment with its zone.

    Raises OnrecordError for a title that is empty or longer than LONGEST_TITLE, and for a day that has not come yet.
    """
    words = None if title is None else squeeze(title)
    if words is not None and not 0 < len(words) <= LONGEST_TITLE:
        remedy = "Leave it out where it has none."
        raise OnrecordError(
            "--title", expected=f"1 to {LONGEST_TITLE} characters", found=f"{len(words)}", remedy=remedy
        )
    at = in_utc(published) if isinstance(published, datetime) else None
    on = published if at is None else at.astimezone(ZoneInfo(source.cadence.timezone)).date()
    if on is not None and on > datetime.now(UTC).date() + timedelta(days=1):
        remedy = "Correct it, or leave it out where nobody knows."
        raise OnrecordError("--published", expected="a day that has come", found=str(on), remedy=remedy)
    return Claimed(words, on, at)


def overruled(lines: Iterable[Fetch], imported: Iterable[Fetch]) -> Iterator[tuple[Fetch, Claimed]]:
    """Those of some imports whose title or day of publication is not what holds of the document by the lines of the log
    that count, each with what does."""
    claims: dict[str, list[Claimed]] = {}
    asked = [one for one in imported if one.document_id and one.outcome in SEEN and one.claimed != UNCLAIMED]
    ids = {one.document_id for one in asked}
    for fetch in lines if asked else ():
        if fetch.document_id and fetch.document_id in ids and fetch.outcome in SEEN:
            claims.setdefault(fetch.document_id, []).append(fetch.claimed)
    for one in asked:
        held, said = first_claimed(claims[str(one.document_id)]), one.claimed
        if said.title not in (None, held.title) or said.published_on not in (None, held.published_on):
            yield one, held


def _midnight(day: date) -> datetime:
    """How a claimed day stands among the times of sightings: it begins in Washington (derived/known_from.sql)."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _file(path: Path, fetch: Fetch, most: int) -> tuple[bytes | None, Fetch]:
    """The bytes of a file; none, and the outcome, where they cannot be read or are more than its source allows."""
    try:
        size = path.stat().st_size
        if size > most:
            return None, replace(fetch, outcome="too_large", message=f"{size:,} bytes; {most:,} are allowed")
        return path.read_bytes(), fetch
    except OSError as error:
        return None, replace(fetch, outcome="failed", message=f"{printable(path.name)}: {error.strerror or error}")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _silent(_done: int, _total: int) -> None:
    pass
