"""What the fetch log says, kept in memory: which bytes are here, what was seen when, what a request may ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

from collectors.archive.log import Fetch, Unreadable


class Validators(NamedTuple):
    """What a conditional request for an address sends, and the document that a 304 then confirms."""

    etag: str | None
    last_modified: str | None
    document_id: str
    media_type: str | None
    url: str  # the address that gave them, after redirects; they say nothing of any other
    given_at: datetime  # when the last full answer came


class Answers(NamedTuple):
    """When an address first gave us a document, or confirmed one, and when last; both aware."""

    first: datetime
    last: datetime


@dataclass
class LogIndex:
    """What the log says, as far as it has been read, and which of the bytes that it names are here."""

    log_end: int = 0
    fetches: list[Fetch] = field(default_factory=list)  # the lines up to there, in their order
    lines: Counter[str] = field(default_factory=Counter)  # by fetch_id
    held: dict[str, tuple[str, int]] = field(default_factory=dict)  # document ▶ file and offset of its bytes
    origin: dict[str, tuple[str, datetime]] = field(default_factory=dict)  # document ▶ what a revisit refers to
    latest: dict[str, Fetch] = field(default_factory=dict)  # address ▶ its last full answer
    news: dict[str, datetime] = field(default_factory=dict)  # address ▶ when it last brought a new document
    answers: dict[str, tuple[str, Answers]] = field(default_factory=dict)  # address ▶ its source, its own answers
    asked: dict[str, datetime] = field(default_factory=dict)  # address ▶ when somebody last answered us there
    reach: dict[str, int] = field(default_factory=dict)  # file ▶ the last offset that a line names
    unreadable: list[Unreadable] = field(default_factory=list)  # lines of the log that are none
    closed: set[str] = field(default_factory=set)  # files that end in a damaged record: nothing is written behind it

    def add(self, fetch: Fetch, sizes: Mapping[str, int]) -> None:
        """One more line; `sizes` of the WARC files, for a line may name bytes that a file has lost."""
        self.lines[fetch.fetch_id] += 1
        if fetch.basis == "live" and fetch.outcome != "unreachable":
            self.asked[fetch.url] = fetch.fetched_at
        if fetch.document_id is None:
            return
        if fetch.basis == "live":
            first = self.answers[fetch.url][1].first if fetch.url in self.answers else fetch.fetched_at
            self.answers[fetch.url] = fetch.source_id, Answers(first, fetch.fetched_at)
        if fetch.warc is not None and fetch.warc_offset is not None:
            self.reach[fetch.warc] = max(fetch.warc_offset, self.reach.get(fetch.warc, 0))
            if fetch.warc_offset < sizes.get(fetch.warc, 0):
                self.held[fetch.document_id] = fetch.warc, fetch.warc_offset
        if fetch.outcome == "ok":  # a 304 confirms the document, and gives no validators of its own
            self.latest[fetch.url] = fetch
            if fetch.document_id not in self.origin:
                self.news[fetch.url] = fetch.fetched_at
        self.origin.setdefault(fetch.document_id, (fetch.url, fetch.observed_at or fetch.fetched_at))

    def lose(self, document_id: str) -> None:
        """The bytes of a document turned out to be damaged: they are got again where they come again."""
        self.held.pop(document_id, None)

    def cut(self, name: str, end: int) -> None:
        """A file ends here; what the log names behind it is not held any more."""
        self.held = {key: place for key, place in self.held.items() if place[0] != name or place[1] < end}

    def new_id(self, fetch: Fetch) -> str:
        """The id of an import is always the same, but where it is asked again and brings nothing new."""
        lost = fetch.document_id is not None and fetch.document_id not in self.held
        if fetch.basis != "live" and (lost or not self.lines[fetch.import_id]):
            return fetch.import_id
        return uuid4().hex
