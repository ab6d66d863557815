"""A source whose publisher answers with many documents at once, and one answer leads to the next: an API with a token.

The source says which address comes next (`asks`), by the answers of earlier runs, which are in the archive, and of this
one; each answer is taken apart like a file (collectors/parts.py).
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence

from collectors.archive.log import SEEN
from collectors.archive.store import Archive
from collectors.errors import Blocked, EmptyRelease, FetchFailed, OnrecordError, Remark
from collectors.fetching.client import Client
from collectors.parts import keep_parts, taking, told
from collectors.records import Document, Source, SourceModule

#: the address to ask next, by the answers of earlier runs and of this one; None: all is asked
Asks = Callable[[Sequence[Document], Sequence[Document]], str | None]
MOST_ANSWERS = 40  # of one run
_REMEDIES = {
    "401": "The token in {} is not accepted: make a new one (a bearer token of an app) and set it.",
    "403": "The token in {} may not read this: its plan or app has no access. Or import a file of posts.",
    "429": "No more requests for now. The next run goes on from here; a quarter of an hour is enough.",
}


def asks_of(module: SourceModule) -> Asks | None:
    """How a source is asked answer by answer; None where it is not."""
    return getattr(module, "asks", None)


def ask_all(module: SourceModule, asks: Asks, client: Client) -> list[OnrecordError]:
    """Ask until nothing is left, something is wrong, or MOST_ANSWERS came; keep the documents of each answer.

    Returns what there is to say of it: remarks (no token: nothing was asked), and what was wrong.
    """
    source = module.SOURCE
    if client.replay is not None or not os.environ.get(source.token):
        found = "a replay" if client.replay is not None else "none: it was not asked"
        remedy = f"Set {source.token} to a token of yours to have it asked, or import files."
        return [Remark(source.id, expected=f"a token in {source.token}", found=found, remedy=remedy)]
    earlier, now, errors = list(_answers(client.archive, source)), list[Document](), list[OnrecordError]()
    while len(now) < MOST_ANSWERS and (url := asks(earlier, now)) is not None:
        try:
            now.append(client.page(source, url))
            errors += _kept(module, client.archive, now[-1])
        except FetchFailed as error:
            if not now and earlier and "HTTP 400" in error.found:  # the mark of a place that X no longer knows
                earlier = []
                continue
            return [*errors, _explained(error, source)]
        except OnrecordError as error:
            return [*errors, error]
        except OSError:
            raise
        except Exception as error:  # noqa: BLE001 a fault of ours costs this answer and those behind it, and is logged
            return [*errors, client.log_failure(source, url, error)]
    return errors


def _answers(archive: Archive, source: Source) -> Iterator[Document]:
    """The answers of earlier runs, oldest first."""
    for fetch in archive.fetches():
        if fetch.source_id == source.id and fetch.basis == "live" and fetch.outcome in SEEN and fetch.document_id:
            yield Document(archive.content(fetch.document_id), fetch.url)


def _kept(module: SourceModule, archive: Archive, page: Document) -> list[OnrecordError]:
    """Keep the documents of an answer; a remark that says how many."""
    take = taking(module)
    if take is None or page.url in module.SOURCE.start:
        return []
    try:
        parts, added = keep_parts(archive, module.SOURCE.id, take(page), page.document_id)
    except EmptyRelease:
        return []
    words = told(parts, added)
    return [Remark(page.url.partition("?")[0], expected="posts", found=words, remedy="Nothing to do.")]


def _explained(error: FetchFailed, source: Source) -> FetchFailed:
    """A refusal with what its status asks for."""
    status = re.match(r"HTTP (\d{3})", error.found)
    if not isinstance(error, Blocked) or status is None or status[1] not in _REMEDIES:
        return error
    remedy = _REMEDIES[status[1]].format(source.token)
    return type(error)(error.document, expected=error.expected, found=error.found, remedy=remedy)
