"""A file of many documents, taken apart where it comes in: each of them is kept by itself, and the file beside them.

A part is known from the time that it prints (`publisher_claim`): a post is on record since it was posted, whenever the
file came that has it. A later file with the same parts adds nothing but itself. That one is gone is known from when
the file that says so was seen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from collectors.archive.log import Fetch
from collectors.archive.store import Archive
from collectors.records import Basis, Document, Part, Parts, SourceModule

Taking = Callable[[Document], Parts]
Seen = tuple[Basis, datetime | None]
_AHEAD = timedelta(days=1)  # a clock may be wrong by that; what is of a later day is not published yet


def taking(module: SourceModule) -> Taking | None:
    """How the files of a source are taken apart; None where a file is a document."""
    return getattr(module, "parts", None)


def keep_parts(
    archive: Archive, source_id: str, parts: Parts, file_id: str, seen: Seen = ("live", None)
) -> tuple[Parts, int]:
    """Archive those of some parts that are not there yet. Returns them all, those of a day to come among the odd ones,
    and how many are new. `seen`: how and when the file was; a live answer is seen now. Raises OSError (disk full)."""
    now = datetime.now(UTC)
    basis, seen_at = ("live", now) if seen == ("live", None) else seen
    to_come = [one for one in parts.parts if one.published_at is not None and one.published_at > now + _AHEAD]
    odd = [f"{part.url}: of {part.published_at:%Y-%m-%d}, which is to come" for part in to_come]
    kept = tuple(part for part in parts.parts if part not in to_come)
    left_out = dict(parts.left_out)
    gone = [part for part in kept if part.published_at is None]
    if gone and seen_at is None:
        odd += [f"{part.url}: gone, and nobody says when the file was seen (--seen-at)" for part in gone]
        kept = tuple(part for part in kept if part not in gone)
    elif seen != ("live", None):  # an answer tells of what we asked for ourselves
        here = {fetch.url for fetch in archive.fetches() if fetch.source_id == source_id}
        unknown = [part for part in gone if part.url not in here]
        kept = tuple(part for part in kept if part not in unknown)
        left_out |= {"deleted posts that were never here": len(unknown)} if unknown else {}
    with archive.batch():
        added = sum(
            _keep(archive, _fetch(source_id, part, file_id, now, basis, seen_at), part.content) for part in kept
        )
    return replace(parts, parts=kept, left_out=left_out, odd=(*parts.odd, *odd)), added


def _fetch(source_id: str, part: Part, file_id: str, now: datetime, basis: Basis, seen_at: datetime | None) -> Fetch:
    document_id = hashlib.sha256(part.content).hexdigest()
    return Fetch(
        source_id,
        part.url,
        "ok",
        now,
        basis if part.published_at is None else "publisher_claim",
        part.published_at or seen_at,
        published_at=part.published_at,
        document_id=document_id,
        media_type="application/json",
        part_of=None if document_id == file_id else file_id,  # a file may be its only part, and no file of others
    )


def _keep(archive: Archive, fetch: Fetch, content: bytes) -> bool:
    """Whether it was not there yet."""
    if archive.has(fetch):
        return False
    archive.append(fetch, content)
    return True


def told(parts: Parts, added: int) -> str:
    """`3 new of 40 documents; left out: 2 reposts, 1 odd (row 7: …)`, for people and the log."""
    words = f"{added} new of {len(parts.parts)} documents"
    left = [f"{count} {kind}" for kind, count in sorted(parts.left_out.items())]
    if parts.odd:
        left.append(f"{len(parts.odd)} odd ({'; '.join(parts.odd[:3])})")
    return f"{words}; left out: {', '.join(left)}" if left else words
