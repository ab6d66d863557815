"""Sitemaps, news sitemaps included: the addresses that a publisher lists for machines, with title and time.

A news sitemap holds the last two days; each entry has the headline and the time of first publication. Plain or
gzipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import tzinfo
from typing import Literal

from lxml import etree

from collectors.errors import LayoutChanged
from collectors.media import markup
from collectors.media.listing import Listing, Printed, listing
from collectors.records import Document

Kind = Literal["urlset", "sitemapindex"]
_ENTRY: Mapping[str, str] = {"urlset": "url", "sitemapindex": "sitemap"}


def entries(document: Document, *, zone: tzinfo | None = None) -> Listing:
    """The pages that a sitemap lists. `published_at` is `news:publication_date`, `updated_at` is `lastmod`.

    `lastmod` is no publication and is not taken for one. `zone` is that of times printed without one. An odd entry
    costs itself. Raises BadContent for what is no sitemap, LayoutChanged for an index (see `parts`).
    """
    return listing(document, _listed(document, "urlset"), zone)


def parts(document: Document) -> Listing:
    """The sitemaps that a sitemap index lists. Raises as `entries` does."""
    return listing(document, _listed(document, "sitemapindex"), None)


def _listed(document: Document, kind: Kind) -> Iterator[Printed | str]:
    """The entries, and in words those that are no XML or name no absolute address, as the protocol demands."""
    found = markup.entries(document, _ENTRY, "a sitemap")
    if found.root != kind:
        remedy = "Sitemaps are read by `sitemap.entries`, an index by `sitemap.parts`: see which the source needs now."
        raise LayoutChanged(document.name, expected=f"<{kind}>", found=f"<{found.root}>", remedy=remedy)
    for element in found.elements:
        if isinstance(element, str):
            yield element
            continue
        address = (element.findtext("{*}loc") or "").strip()
        absolute = re.match("https?://", address, re.IGNORECASE) and not markup.declared_entities(element)
        yield _printed(element, address, document.url) if absolute else f"{address[:200]!r}"


def _printed(entry: etree._Element, address: str, base: str) -> Printed:
    return Printed(
        addresses=(address,),
        base=base,
        titles=_texts(entry, "news/title"),
        published=_texts(entry, "news/publication_date"),
        updated=_texts(entry, "lastmod"),
        sections=tuple(word for text in _texts(entry, "news/keywords") for word in text.split(",")),
    )


def _texts(entry: etree._Element, path: str) -> tuple[str, ...]:
    text = entry.findtext("{*}" + path.replace("/", "/{*}"))
    return (text,) if text else ()
