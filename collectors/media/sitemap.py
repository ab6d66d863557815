"""Sitemaps, news sitemaps included: the addresses that a publisher lists for machines, with title and time.

A news sitemap holds the last two days; each entry has the headline and the time of first publication. Plain or
gzipped. RSS and Atom are not read here: no source needs them yet.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Literal

from lxml import etree

from collectors.errors import BadContent, LayoutChanged
from collectors.media.addresses import absolute
from collectors.media.moments import first_moment
from collectors.media.words import squeeze
from collectors.records import Document, Link

#: the largest sitemap that the protocol allows, unpacked
MAX_BYTES = 50 * 1024 * 1024

Kind = Literal["urlset", "sitemapindex"]
_ENTRY: Mapping[Kind, str] = {"urlset": "url", "sitemapindex": "sitemap"}
#: A sitemap that is whole: from its first tag to its last one.
_SHAPES = {
    kind: re.compile(
        rb"(?P<opening>(?:<[?!][^>]*>\s*)*<(?:\w+:)?%b\b[^>]*>)(?P<body>.*)(?P<closing></(?:\w+:)?%b\s*>)\s*"
        % (kind.encode(), kind.encode()),
        re.DOTALL,
    )
    for kind in _ENTRY
}


@dataclass(frozen=True, slots=True)
class Listing:
    """What a sitemap lists: addresses in its order, each once; and the entries that could not be read, in words."""

    links: tuple[Link, ...]
    odd: tuple[str, ...] = ()

    def tell_odd(self, document: Document) -> None:
        """Raises LayoutChanged that names the odd entries, if there are any. The links hold all the same."""
        if self.odd:
            raise LayoutChanged(
                document.name,
                table="entries",
                expected="an http(s) address in each",
                found=f"{len(self.odd)} of {len(self.odd) + len(self.links)} without: {'; '.join(self.odd[:3])}",
                remedy="The others were taken; look at these.",
            )


def entries(document: Document, *, zone: tzinfo | None = None) -> Listing:
    """The pages that a sitemap lists. `published_at` (UTC) is `news:publication_date`.

    `lastmod` is no publication and is not taken for one. `zone` is that of times printed without one. An odd entry
    costs itself. Raises BadContent for what is no sitemap, LayoutChanged for an index (see `parts`).
    """
    listed, odd = _listed(document, "urlset")
    first_seen = document.first_seen_at
    links = []
    for url, entry in listed.items():
        title = squeeze(entry.findtext("{*}news/{*}title") or "")
        printed = entry.findtext("{*}news/{*}publication_date")
        links.append(Link(url, title or None, first_moment([printed], zone, first_seen)))
    return Listing(tuple(links), tuple(odd))


def parts(document: Document) -> Listing:
    """The sitemaps that a sitemap index lists. Raises as `entries` does."""
    listed, odd = _listed(document, "sitemapindex")
    return Listing(tuple(Link(url) for url in listed), tuple(odd))


def _listed(document: Document, kind: Kind) -> tuple[dict[str, etree._Element], list[str]]:
    """Address ▶ its first entry; and, in words, the entries that are no XML or name no address."""
    listed: dict[str, etree._Element] = {}
    odd: list[str] = []
    for place, entry in enumerate(_elements(document, kind), start=1):
        if isinstance(entry, str):
            odd.append(f"entry {place} ({entry})")
            continue
        printed = (entry.findtext("{*}loc") or "").strip()
        if url := _address(printed):
            listed.setdefault(url, entry)
        else:
            odd.append(f"entry {place} ({printed[:200]!r})")
    return listed, odd


def _address(printed: str) -> str | None:
    """An absolute address, as the protocol demands; None for anything else."""
    whole = re.fullmatch(r"https?://\S+", printed, re.IGNORECASE)
    return absolute(printed, printed) if whole else None


def _elements(document: Document, kind: Kind) -> Iterator[etree._Element | str]:
    """Each entry, or what is wrong with it: where the whole is no XML, each entry is read by itself."""
    content = _unpacked(document).removeprefix(b"\xef\xbb\xbf").lstrip()
    try:
        root = _parsed(content)
    except etree.XMLSyntaxError as error:
        whole = _SHAPES[kind].fullmatch(re.sub(rb"<!--.*?-->", b"", content, flags=re.S))
        if whole is None:
            raise _no_sitemap(document, f"{content[:40]!r} ({error.msg})") from error
        yield from _one_by_one(whole["opening"], whole["body"], whole["closing"], _ENTRY[kind])
        return
    _demand(document, root, kind)
    yield from root.iterchildren("{*}" + _ENTRY[kind])


def _one_by_one(opening: bytes, body: bytes, closing: bytes, name: str) -> Iterator[etree._Element | str]:
    tag = name.encode()
    for piece in re.findall(rb"<(?:\w+:)?%b[\s>].*?</(?:\w+:)?%b\s*>" % (tag, tag), body, re.S):
        try:
            yield _parsed(opening + piece + closing)[0]
        except etree.XMLSyntaxError as error:
            yield f"{error.msg}: {piece[:100]!r}"


def _parsed(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _demand(document: Document, root: etree._Element, kind: Kind) -> None:
    """A sitemap where an index is expected, and the other way round, is a change."""
    found = str(etree.QName(root).localname)
    if found not in _ENTRY:
        raise _no_sitemap(document, f"<{found}>")
    if found != kind:
        remedy = "Sitemaps are read by `sitemap.entries`, an index by `sitemap.parts`: see which the source needs now."
        raise LayoutChanged(document.name, expected=f"<{kind}>", found=f"<{found}>", remedy=remedy)


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
