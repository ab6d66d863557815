"""A file of many documents, taken apart where it comes in: each of them is kept by itself, and the file beside them.

A part is known from the time that it prints (`publisher_claim`): a post is on record since it was posted, whenever the
file came that has it. A later file with the same parts adds nothing but itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from collectors.archive.log import Fetch
from collectors.archive.store import Archive
from collectors.records import Document, Part, Parts, SourceModule

Taking = Callable[[Document], Parts]


def taking(module: SourceModule) -> Taking | None:
    """How the files of a source are taken apart; None where a file is a document."""
    return getattr(module, "parts", None)


def keep_parts(archive: Archive, source_id: str, parts: Sequence[Part], file_id: str) -> int:
    """Archive those of some parts that are not there yet; how many these are. Raises OSError (disk full)."""
    added = 0
    with archive.batch():
        for part in parts:
            fetch = Fetch(
                source_id,
                part.url,
                "ok",
                datetime.now(UTC),
                "publisher_claim",
                part.published_at,
                published_at=part.published_at,
                document_id=hashlib.sha256(part.content).hexdigest(),
                media_type="application/json",
                part_of=file_id,
            )
            if fetch.document_id == file_id:  # the file is this one part, and no file of others
                fetch = replace(fetch, part_of=None)
            if not archive.has(fetch):
                archive.append(fetch, part.content)
                added += 1
    return added


def told(parts: Parts, added: int) -> str:
    """`3 new of 40 documents; left out: 2 reposts, 1 that cannot be read (row 7: …)`, for people and the log."""
    words = f"{added} new of {len(parts.parts)} documents"
    left = [f"{count} {kind}" for kind, count in sorted(parts.left_out.items())]
    if parts.odd:
        left.append(f"{len(parts.odd)} odd ({'; '.join(parts.odd[:3])})")
    return f"{words}; left out: {', '.join(left)}" if left else words
