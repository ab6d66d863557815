"""Sitemaps, news sitemaps included: the addresses that a publisher lists for machines, with title and time.

A news sitemap holds the last two days; each entry has the headline and the time of first publication. Plain or
gzipped. RSS and Atom are not read here: no source needs them yet.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from datetime import tzinfo
from typing import Literal

from lxml import etree

from collectors.errors import BadContent, LayoutChanged
from collectors.media.webpage import moment, squeeze
from collectors.records import Document, Link

#: the largest sitemap that the protocol allows, unpacked
MAX_BYTES = 50 * 1024 * 1024


def entries(document: Document, *, zone: tzinfo | None = None) -> Iterator[Link]:
    """Each page that a sitemap lists, in its order, an address once. `published_at` (UTC) is `news:publication_date`.

    `lastmod` is no publication and is not taken for one. `zone` is that of times printed without one. Raises
    BadContent for what is no sitemap, LayoutChanged for an index (see `parts`) or an entry without an address.
    """
    root = _root(document, "urlset")
    seen: set[str] = set()
    for entry in root.iterchildren("{*}url"):
        if (url := _address(document, entry)) not in seen:
            seen.add(url)
            title = squeeze(entry.findtext("{*}news/{*}title") or "")
            yield Link(url, title or None, moment(entry.findtext("{*}news/{*}publication_date"), zone))


def parts(document: Document) -> Iterator[Link]:
    """Each sitemap that a sitemap index lists, in its order. Raises as `entries` does."""
    root = _root(document, "sitemapindex")
    for entry in root.iterchildren("{*}sitemap"):
        yield Link(_address(document, entry))


def _root(document: Document, kind: Literal["urlset", "sitemapindex"]) -> etree._Element:
    """The root element, of that kind: a sitemap where an index is expected, and the other way round, is a change."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(_unpacked(document).lstrip(), parser)
    except etree.XMLSyntaxError as error:
        raise _no_sitemap(document, f"{document.content[:40]!r} ({error.msg})") from error
    found = str(etree.QName(root).localname)
    if found not in ("urlset", "sitemapindex"):
        raise _no_sitemap(document, f"<{found}>")
    if found != kind:
        remedy = "Sitemaps are read by `sitemap.entries`, an index by `sitemap.parts`: see which the source needs now."
        raise LayoutChanged(document.name, expected=f"<{kind}>", found=f"<{found}>", remedy=remedy)
    return root


def _no_sitemap(document: Document, found: str) -> BadContent:
    remedy = "Look at the bytes: HTML in place of a sitemap is mostly a refusal."
    return BadContent(document.name, expected="a sitemap in XML", found=found, remedy=remedy)


def _unpacked(document: Document) -> bytes:
    if not document.content.startswith(b"\x1f\x8b"):
        return document.content
    try:
        plain = gzip.GzipFile(fileobj=io.BytesIO(document.content)).read(MAX_BYTES + 1)
    except (EOFError, OSError, zlib.error) as error:
        raise BadContent(
            document.name, expected="a whole gzip file", found=str(error), remedy="Fetch it again."
        ) from error
    if len(plain) > MAX_BYTES:
        found = f"more than {MAX_BYTES:,} bytes from {len(document.content):,}"
        raise BadContent(document.name, expected="a sitemap", found=found, remedy="Treat it as hostile.")
    return plain


def _address(document: Document, entry: etree._Element) -> str:
    url = (entry.findtext("{*}loc") or "").strip()
    if not url.startswith(("http://", "https://")):
        found = f"{url!r} in line {entry.sourceline}"
        raise LayoutChanged(document.name, table="loc", expected="an address", found=found, remedy="Look at the entry.")
    return url
