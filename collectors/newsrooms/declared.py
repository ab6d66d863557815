"""A newsroom that is declared by a row (`newsrooms.toml`): the row ▶ a source with the interface of every other one.

Notes:
    - Its lists are feeds, sitemaps and index pages; which of them one is, its bytes say.
    - Pages, and plain texts that somebody imports, are read by `media.report`, for every newsroom in the same way.
    - The name of such a source holds its whole row: another process makes it of the name alone, and the version of its
      parser changes with its own row and with no other one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Literal
from zoneinfo import ZoneInfo

from collectors.errors import EmptyRelease
from collectors.media import lists, report
from collectors.media.selected import Places
from collectors.records import Cadence, Dataflow, Document, Edition, FoundBy, Link, Metric, Source, Table

CRON = "17 * * * *"  # all rows are asked by one deployment
MOST_BYTES = 8_000_000  # of a page or list


@dataclass(frozen=True, slots=True)
class Row:
    """One newsroom, as it is declared."""

    id: str
    publisher: str
    documents: str  # regular expression of the whole address of a report
    zone: str  # IANA, of times printed without one
    language: str  # BCP 47
    licence: str
    body: Literal["public_domain", "restricted"]
    state: Literal["tried", "untried"]  # whether a real page and a real list of it were read
    home: str = ""
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    indexes: tuple[str, ...] = ()
    expected_every: str = "PT3H"  # ISO 8601, in days or hours: how often its lists are asked
    late_after: str = "P3D"  # in days
    filter: Literal["topic", "none"] = "topic"  # of `Source.filter`
    title_at: str = ""  # XPath of the element with the title, where it is not found by its looks
    body_at: str = ""  # the same of the elements with the text


@dataclass(frozen=True)
class Newsroom:
    """The source that a row declares: what a module of a source has, it has as attributes and methods.

    Two are equal where their rows are, whoever wrote them.
    """

    row: Row
    is_own: bool = field(default=False, compare=False)  # a row of the user, no row of ours
    stands_in: bool = field(default=False, compare=False)  # for a row that is broken now: no more is asked for
    DATAFLOWS: ClassVar[tuple[Dataflow, ...]] = ()  # articles, no figures
    METRICS: ClassVar[tuple[Metric, ...]] = ()

    @cached_property
    def __name__(self) -> str:
        """`collectors.newsrooms.declared:{…}`: what `newsroom` makes it of again."""
        return f"{__name__}:{json.dumps(asdict(self.row), sort_keys=True)}"

    @cached_property
    def SOURCE(self) -> Source:
        """The row in the words of the project."""
        row = self.row
        return Source(
            id=row.id,
            publisher=row.publisher,
            title=row.publisher,
            licence=row.licence,
            start=(*row.feeds, *row.sitemaps, *row.indexes),
            documents=row.documents,
            media=("html",),
            imported=("txt",),
            max_bytes=MOST_BYTES,
            cadence=Cadence(CRON, row.zone, row.expected_every, row.late_after),
            body=row.body,
            state=row.state,
            language=row.language,
            filter=row.filter,
            found_by=_found_by(row),
        )

    def discover(self, page: Document) -> Iterator[Link]:
        """The reports that a feed, sitemap or index page lists; an index of sitemaps lists none (see `further`).

        Raises EmptyRelease where no report is listed, BadContent for what is no list; for odd entries after the links,
        which hold.
        """
        kinds = lists.KINDS if self.row.indexes else lists.KINDS[:-1]  # a page in place of a feed is a refusal
        listing = lists.entries(page, zone=ZoneInfo(self.row.zone), kinds=kinds)
        reports = [link for link in listing.links if self.SOURCE.owns(link.url)]
        yield from reports
        if not reports and lists.kind(page) != "sitemapindex":
            others = listing.links
            found = f"{len(others)} other addresses, first {others[0].url}" if others else "no entry at all"
            expected, remedy = f"reports ({self.row.documents})", f"Hold `documents` of row {self.row.id} against it."
            raise EmptyRelease(page.name, table="list", expected=expected, found=found, remedy=remedy)
        listing.tell_odd(page)

    def further(self, page: Document) -> Iterator[Link]:
        """The lists that a list leads to; none behind a page in place of a feed, which is a refusal.

        Raises LayoutChanged or Remark for odd entries, after the links.
        """
        if not self.row.indexes and lists.kind(page) == "page":
            return
        behind = lists.further(page)
        yield from behind.links
        behind.tell_odd(page)

    def edition(self, document: Document) -> Edition:
        """Title and time of publication (UTC). Raises what `read` raises."""
        return report.edition(report.read(document, self.SOURCE, self._places))

    def read(self, document: Document) -> Iterator[Table]:
        """One row of ARTICLE; a NOTICE where metadata could not be read, or where no time but a day is printed.

        Raises NotAnArticle, LayoutChanged, BadContent (see `report.read`).
        """
        said = report.read(document, self.SOURCE, self._places)
        notices = [*report.metadata_unread(said), *report.no_time(said, document)]
        yield from report.tables(said, document, self.SOURCE, notices)

    @property
    def _places(self) -> Places:
        return Places(self.row.title_at or None, self.row.body_at or None)


def _found_by(row: Row) -> tuple[FoundBy, ...]:
    ways: dict[FoundBy, tuple[str, ...]] = {"feed": row.feeds, "sitemap": row.sitemaps, "index": row.indexes}
    return tuple(way for way, lists_ in ways.items() if lists_) or ("gdelt", "import")


def newsroom(row: str) -> Newsroom:
    """The source of a row, of what stands behind the colon in its `__name__`."""
    return Newsroom(row_of(json.loads(row)))


def row_of(said: Mapping[str, Any]) -> Row:
    """A row of its columns, as TOML and JSON have them: lists in place of tuples."""
    columns: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}
    return Row(**columns)
