"""Any list that a publisher keeps (feed, sitemap, index of sitemaps, index page): the pages, and the further lists.

Judged by the bytes: an address that gave a sitemap may give an index of sitemaps tomorrow.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import UTC, datetime, tzinfo
from typing import Literal

from collectors.errors import BadContent
from collectors.media import feed, index_page, markup, sitemap
from collectors.media.encoding import text_of
from collectors.media.listing import Listing
from collectors.records import Document

Kind = Literal["feed", "sitemap", "sitemapindex", "page"]
KINDS: tuple[Kind, ...] = ("feed", "sitemap", "sitemapindex", "page")

_ROOTS: dict[str, Kind] = {
    "rss": "feed",
    "rdf": "feed",
    "feed": "feed",
    "urlset": "sitemap",
    "sitemapindex": "sitemapindex",
}
#: The first tag, behind comments, declarations and instructions; atomic, so that no bytes take longer than others.
_FIRST_TAG = re.compile(r"(?>(?:[^<]|<\?.*?\?>|<!--.*?-->|<![^->][^>]*>)*+)<(?:[\w.-]+:)?([A-Za-z][\w.-]*)", re.DOTALL)
_BEGINNING = 64 << 10
_NEVER = datetime.min.replace(tzinfo=UTC)


def kind(document: Document) -> Kind:
    """Which kind of list the bytes are; a page is what is none of the others."""
    beginning = markup.unpacked(document, "a list")[:_BEGINNING]
    if beginning.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"{", b"[")):
        return "feed"
    tag = _FIRST_TAG.match(text_of(beginning))
    return _ROOTS.get(tag[1].lower(), "page") if tag else "page"


def entries(document: Document, *, zone: tzinfo | None = None, kinds: Collection[Kind] = KINDS) -> Listing:
    """The pages that a list names; an index of sitemaps names none.

    Raises BadContent for a list that is none of `kinds` (HTML in place of a feed), and what the reader of its kind
    raises.
    """
    found = kind(document)
    if found not in kinds:
        remedy = "Look at the bytes: a page in place of a feed or sitemap is mostly a refusal."
        raise BadContent(document.name, expected=f"a {' or '.join(kinds)}", found=f"a {found}", remedy=remedy)
    if found == "feed":
        return feed.entries(document, zone=zone)
    if found == "sitemap":
        return sitemap.entries(document, zone=zone)
    return index_page.entries(document, zone=zone) if found == "page" else Listing(())


def further(document: Document) -> Listing:
    """The lists to ask behind a list: the sitemaps of an index, those changed last first; the next page of an index,
    or all that it names where it calls none the next one."""
    found = kind(document)
    if found == "sitemapindex":
        parts = sitemap.parts(document)
        newest = sorted(parts.entries, key=lambda part: part.updated_at or _NEVER, reverse=True)
        return Listing(tuple(newest), parts.odd, parts.undated)
    if found != "page":
        return Listing(())
    following = index_page.pages(document, next_only=True)
    return following if following.entries else index_page.pages(document)
