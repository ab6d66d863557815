"""What a source lists ▶ the documents to ask for: lists are walked, the topic filter decides, and both are logged."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urldefrag

from collectors.answers import ask_all, asks_of
from collectors.archive.listings import LeftOut, Listed
from collectors.errors import LayoutChanged, OnrecordError, Remark
from collectors.fetching.client import Client
from collectors.passed_over import passed_over
from collectors.records import Document, Link, SourceModule
from collectors.revisiting import due, list_is_due
from collectors.topics import terms
from collectors.topics.terms import Topics

#: lists (a start page and what it leads to) that one run asks for at most: a publisher may keep hundreds
MOST_LISTS = 20


class Discovered(NamedTuple):
    """The documents to ask for, in the order of the lists; what was wrong with lists; how many addresses the topic
    filter left out; how many start pages were asked."""

    links: list[Link]
    errors: list[OnrecordError]
    left_out: int = 0
    asked: int = 0


def discover(
    module: SourceModule, client: Client, topics: Topics | None = None, *, only_due: bool = False
) -> Discovered:
    """The documents to ask for: those that the start pages name, each address once, in their order; of articles those
    that are due (`revisiting`), listed still or not; of a source with a filter those that are on `topics` (ours, where
    none are given), or were fetched before. `only_due`: start pages that were asked lately are not asked.

    Where a source has `further`, the lists that a page leads to (the sitemaps of an index, the next page of one) are
    asked too, as long as they name a document that is new. What is wrong with one link costs that link, what is wrong
    with one page that page. Where a start page is not in a replayed WARC, the addresses that match `Source.documents`
    are what discovery would have found; of a replay nothing is left out, and its lists are not logged.
    A source that is asked answer by answer (`answers`) names none: what it gives is in the archive then.
    """
    if (asks := asks_of(module)) is not None:
        return Discovered([], ask_all(module, asks, client))
    source, archive, now = module.SOURCE, client.archive, client.now()
    lists = _Lists(module, client)
    starts = [
        start for start in source.start
        if not only_due or list_is_due(archive.last_asked(start), source.cadence.every, now)
    ]  # fmt: skip
    for start in starts:
        lists.walk(start)
    lists.look_at_what_is_passed_over()
    links = list(lists.links.values())
    if lists.served is not None:
        return Discovered(links, lists.errors, asked=len(starts))
    answered = archive.answered(source)
    used = None if source.filter == "none" else topics or terms.topics()
    left = set() if used is None else lists.links.keys() - answered.keys() - lists.on(used)
    if used is not None:
        archive.listings.keep_terms(used.version, used.to_json())
    archive.listings.append(lists.logged(left, now, used))
    links = [link for link in links if link.url not in left]
    return Discovered(
        due(links, answered, now) if source.holds_articles else links, lists.errors, len(left), len(starts)
    )


class _Lists:
    """The lists of one source, as one run finds them."""

    def __init__(self, module: SourceModule, client: Client) -> None:
        self._module, self._source, self._client = module, module.SOURCE, client
        self._left_before = client.archive.listings.left_out(module.SOURCE.id)
        self.served = None if client.replay is None else set(client.replay.addresses())
        self.links: dict[str, Link] = {}  # each address once; of several links the one that says when it was published
        self.errors: list[OnrecordError] = []
        self._named: list[tuple[Document, list[Link]]] = []  # the documents of the source that each list names

    def walk(self, start: str) -> None:
        """A start page and the lists that it leads to. One that names nothing new leads no further."""
        if self.served is not None and start not in self.served:
            self._owned(start, [Link(url) for url in sorted(self.served) if self._source.owns(url)])
            return
        waiting, known = deque([start]), {start}
        for _ in range(MOST_LISTS):
            if not waiting:
                break
            page, links = self._linked(waiting.popleft())
            if page is not None and (not links or any(map(self._is_new, links))):
                more = [url for url in self._further(page) if self.served is None or url in self.served]
                waiting += [url for url in dict.fromkeys(more) if url not in known]
                known |= set(more)
        if waiting:
            found = f"{len(waiting)} more, first {waiting[0]}"
            remedy = "Those changed last come first; the older ones are for an import (docs/archive.md)."
            self.errors.append(Remark(start, expected=f"at most {MOST_LISTS} lists a run", found=found, remedy=remedy))
        if why := self._client.in_full.get(start):
            self.errors.append(Remark(start, expected="an answer we may believe", found=why, remedy="Nothing to do."))

    def look_at_what_is_passed_over(self) -> None:
        """Tell the files on the pages that look like documents of the source and are not taken."""
        for page, _ in self._named:
            try:
                self.errors += passed_over(self._source, page, self.links.values())
            except Exception as error:  # noqa: BLE001 an odd page costs this look at it, not the documents that it names
                self.errors.append(self._client.log_failure(self._source, page.url, error))

    def on(self, topics: Topics) -> set[str]:
        """The addresses that one of the lists at least shows to be on the subject."""
        return {link.url for _, links in self._named for link in links if topics.has(link)}

    def logged(self, left: Collection[str], run_at: datetime, topics: Topics | None) -> list[Listed]:
        """What the log says of each list; `left` are the addresses that are left out."""
        lines = []
        counted: set[str] = set()
        for page, links in self._named:
            urls = {link.url: link for link in links}
            here = [url for url in urls if url in left and url not in counted]
            counted.update(here)
            lines.append(
                Listed(
                    source_id=self._source.id,
                    run_at=run_at,
                    url=page.url,
                    document_id=page.document_id,
                    listed=len(urls),
                    new=sum(map(self._is_new, urls.values())),
                    left_out=len(here),
                    terms=None if topics is None else topics.version,
                    named=tuple(LeftOut(url, urls[url].title) for url in here if url not in self._left_before),
                )
            )
        return lines

    def _is_new(self, link: Link) -> bool:
        """Whether nothing is known of an address from earlier runs."""
        archive = self._client.archive
        asked = archive.knows(link.url) or archive.last_asked(link.url) is not None
        return not asked and link.url not in self._left_before

    def _linked(self, url: str) -> tuple[Document | None, list[Link]]:
        """A list and the documents of the source that it names, as far as it could be read."""
        found: list[Link] = []
        page = None
        try:
            page = self._client.page(self._source, url)
            for link in self._module.discover(page):
                found.append(link)  # one by one: those before a fault count
        except OnrecordError as error:
            self.errors.append(error)
        except Exception as error:  # noqa: BLE001 a fault of ours in reading one page costs that page, and is logged
            self.errors.append(self._client.log_failure(self._source, url, error))
        owned = self._owned(url, found)
        if page is not None:
            self._named.append((page, owned))
        return page, owned

    def _further(self, page: Document) -> list[str]:
        """The addresses of the lists that a page leads to; none where its source does not ask."""
        further = getattr(self._module, "further", None)
        try:
            return [] if further is None else [link.url for link in further(page)]
        except OnrecordError as error:
            self.errors.append(error)
        except Exception as error:  # noqa: BLE001 as in `_linked`
            self.errors.append(self._client.log_failure(self._source, page.url, error))
        return []

    def _owned(self, where: str, found: Sequence[Link]) -> list[Link]:
        """Of what a page names the documents of the source, without fragments, which are also kept in `links`."""
        owned: list[Link] = []
        strange: list[str] = []
        for link in found:
            try:
                url = urldefrag(link.url).url
                is_owned = self._source.owns(url)
            except Exception as error:  # noqa: BLE001 an odd link costs itself
                self.errors.append(self._client.log_failure(self._source, link.url, error))
                continue
            if is_owned:
                owned.append(replace(link, url=url))
            else:
                strange.append(url)
        for link in owned:
            known = self.links.get(link.url)
            if known is None or (known.published_at is None and link.published_at is not None):
                self.links[link.url] = link
        if strange:
            self.errors.append(_not_owned(self._source.id, self._source.documents, where, strange))
        return owned


def _not_owned(source_id: str, documents: str, where: str, urls: Sequence[str]) -> LayoutChanged:
    return LayoutChanged(
        where,
        expected=f"links that match {documents}",
        found=", ".join(urls[:3]),
        remedy=f"Mend `discover` or `SOURCE.documents` of {source_id}; what it does not own would not be loaded.",
    )
