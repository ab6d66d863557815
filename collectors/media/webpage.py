"""One web page: its links, and what it says of itself in JSON-LD, OpenGraph and meta tags.

Bytes in, values out: nothing is fetched and nothing is guessed from an address. Where the body of an article
stands is the business of its source; `paragraphs` turns that container into text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from html import unescape
from typing import TYPE_CHECKING

from collectors.errors import BadContent, LayoutChanged
from collectors.media import blocks
from collectors.media.addresses import absolute
from collectors.media.encoding import text_of
from collectors.media.linked_data import names, report_type
from collectors.media.moments import first_moment, last_change
from collectors.media.statements import Statements, statements
from collectors.media.words import squeeze
from collectors.records import Document, Link, Source

if TYPE_CHECKING:  # imported when the first page comes: it takes a third of a second, and workbooks need none
    from bs4 import BeautifulSoup, Tag
    from bs4.filter import SoupStrainer

#: Where pages print the same thing outside JSON-LD; the first that is there counts.
_AUTHOR = ("author", "parsely-author", "dc.creator", "article:author")
_PUBLISHED = ("article:published_time", "og:published_time", "parsely-pub-date", "datepublished", "dc.date", "date")
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified")

#: The elements that `links` looks at; to build the others would take twice the time.
_LINKS = "base", "a"
#: What may hold a tag that is none of the page; what has no end reaches to that of the page, and is looked for once.
_NO_MARKUP = re.compile(
    r"<!--(?:-?>|(?:[^-]++|-(?!->))*+(?:-->)?)"
    r"|<script\b(?:[^<]++|<(?!/script\s*>))*+(?:</script\s*>)?"
    r"|<style\b(?:[^<]++|<(?!/style\s*>))*+(?:</style\s*>)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself. Times are aware and in UTC; None (or empty) is what the page does not say."""

    url: str  # canonical, absolute, without fragment; the document's own address where the page names none
    kind: str | None = None  # schema.org type of the report ("NewsArticle"), else og:type ("article", "website")
    title: str | None = None
    authors: tuple[str, ...] = ()  # as spelt
    published_at: datetime | None = None
    modified_at: datetime | None = None
    publisher: str | None = None
    free: bool | None = None  # schema.org isAccessibleForFree; False is a paywall
    unread: int = 0  # JSON-LD blocks that are no JSON


def tree(document: Document, only: SoupStrainer | None = None) -> BeautifulSoup:
    """The parsed page, or only the elements that `only` names, each whole. Raises BadContent for what is no page."""
    from bs4 import BeautifulSoup

    text = text_of(document.content)
    if re.search(r"<[A-Za-z][^<>]*>", text) is None:  # the parser makes a page of any text
        remedy = "Look at the bytes; where the address answers so today, its source has moved or refuses us."
        raise BadContent(document.name, expected="an HTML page", found=f"{document.content[:40]!r}", remedy=remedy)
    return BeautifulSoup(text.encode("utf-8"), "lxml", from_encoding="utf-8", parse_only=only)


def _elements(*names: str) -> SoupStrainer:
    from bs4.filter import SoupStrainer

    return SoupStrainer([*names])


def demand_end(document: Document) -> None:
    """Raises BadContent for a page that stops before `</html>`: half a page is no article.

    For sources whose pages have that tag; HTML does not demand it.
    """
    text = text_of(document.content)
    markup = _NO_MARKUP.sub("", text)
    if not re.search(r"</html\s*>[\s\0]*\Z", markup, re.I):
        remedy = "The connection may have closed in the middle: what came is kept; fetch the page again."
        raise BadContent(document.name, expected="a page to its end, </html>", found=f"… {text[-60:]!r}", remedy=remedy)


def links(document: Document) -> Iterator[tuple[str, str]]:
    """(address, text) of each link, in the order of the page, repeats included.

    The address is absolute (resolved against `<base href>`, else the document's own address), without fragment;
    http(s) only. The text has single spaces; "" where a link holds only a picture. Raises BadContent.
    """
    page = tree(document, _elements(*_LINKS))
    start = base(page, document)
    for anchor in page.select("a[href]"):
        if url := absolute(start, str(anchor["href"])):
            yield url, squeeze(anchor.get_text())


def documents(page: Document, source: Source) -> Iterator[Link]:
    """The links of a page to documents of a source, in its order, repeats included. Raises BadContent; LayoutChanged
    where there is none."""
    found = [(url, text) for url, text in links(page) if source.owns(url)]
    if not found:
        raise LayoutChanged(
            page.url,
            expected=f"links that match {source.documents}",
            found="none on the page",
            remedy="Look at the page: the documents may have moved. Then mend SOURCE.start or SOURCE.documents.",
        )
    for url, text in found:
        yield Link(url, title=text or None)


def base(page: BeautifulSoup, document: Document) -> str:
    """What the addresses on a page are relative to."""
    named = next((str(tag["href"]) for tag in page.select("base[href]")), "")
    return absolute(document.url, named) or document.url


def metadata(document: Document, *, zone: tzinfo | None = None) -> Metadata:
    """What the page says of itself: JSON-LD first, then OpenGraph and other meta tags, then `<title>` and `<h1>`.

    `zone` is that of times printed without one; where it is None, such a time is not taken. Nor is one that lies
    after the document was seen. Raises BadContent.
    """
    said = statements(blocks.tree(document), document)
    report = said.report
    first_seen = document.first_seen_at
    return Metadata(
        url=said.url,
        kind=report_type(report) or said.first("og:type"),
        title=first_title([report.get("headline"), *said.titles]),
        authors=printed_authors(said),
        published_at=first_moment([report.get("datePublished"), *said.all(_PUBLISHED)], zone, first_seen),
        modified_at=last_change([report.get("dateModified"), *said.all(_MODIFIED)], zone, first_seen),
        publisher=next(iter([*names(report.get("publisher"), said.objects), *said.all(["og:site_name"])]), None),
        free={"false": False, "true": True}.get(str(report.get("isAccessibleForFree")).lower()),
        unread=said.unread,
    )


def first_title(printed: Iterable[object]) -> str | None:
    cleaned = (squeeze(unescape(title)) for title in printed if isinstance(title, str))
    return next(filter(None, cleaned), None)


def printed_authors(said: Statements) -> tuple[str, ...]:
    """The first statement of the head that names somebody, each name once, as spelt."""
    printed = [names(said.report.get("author"), said.objects), *(names(said.all([name]), []) for name in _AUTHOR)]
    return tuple(dict.fromkeys(next(filter(None, printed), [])))


def paragraphs(container: Tag, tags: Sequence[str] = ("p", "h2", "h3", "h4")) -> Iterator[tuple[str, str]]:
    """(tag, text) of each block that stands directly in a container, and of those in its lists and quotations.

    Empty blocks are left out, and so is whatever else stands between paragraphs: advertisements, related stories,
    boxes are no children of these kinds.
    """
    for child in container.find_all([*tags, "ul", "ol", "blockquote"], recursive=False):
        blocks = [child] if child.name in tags else (child.find_all(["li", *tags], recursive=False) or [child])
        for block in blocks:
            if text := block_text(block):
                yield block.name, text


def block_text(block: Tag) -> str:
    """The text that a reader sees in an element, on one line: no scripts or styles; a line break becomes a space."""
    for line_break in block.find_all("br"):
        line_break.replace_with(" ")
    return squeeze(block.get_text())
