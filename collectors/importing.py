"""What was collected elsewhere, into our archive: WARCs of a web archive, files on somebody's disk.

Importing the same twice adds nothing: a sighting is known by address, time, basis and bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from collectors import registry
from collectors.archive.containers import holds_records, printable
from collectors.archive.log import Fetch, in_utc
from collectors.archive.store import Archive
from collectors.media import verdict
from collectors.records import Basis, Progress, Source, SourceModule
from collectors.warc_import import Imported, Route, WarcImport, judged

__all__ = ["Imported", "import_file", "import_warc", "is_warc", "owning", "owning_source"]


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
    """Which of some sources owns an address; None where none does."""
    sources = [module.SOURCE for module in modules]
    return lambda url: next((source for source in sources if source.owns(url)), None)


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
    archive: Archive, path: Path, source: Source, url: str, seen_at: datetime | None, basis: Basis
) -> Fetch:
    """Archive one file under the address where it was, as seen at a time (None: nobody says). Returns its fetch.

    Bytes that are none of the source's media are kept as `bad_content`, with the reason in `message`; a file that is
    too large, or that cannot be read, is a line of the log alone.
    """
    fetch = Fetch(source.id, printable(url), "ok", datetime.now(UTC), basis, in_utc(seen_at))
    body, fetch = _file(path, fetch, source.max_bytes)
    if body is not None:
        fetch = replace(
            judged(fetch, source, (), body),
            size=len(body),
            document_id=hashlib.sha256(body).hexdigest(),
            media_type=verdict.media_type((), source.media),
        )
    with archive.batch():
        return replace(fetch, fetch_id=fetch.import_id) if archive.has(fetch) else archive.append(fetch, body)


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
