"""Feeds: RSS (0.9x, 1.0, 2.0), Atom (0.3, 1.0), JSON Feed ▶ the pages that a publisher lists, newest mostly first.

Times are read from what is printed, by `moments`. The address of a page is what the feed calls its link; its id only
where there is no link and the id is an address.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import tzinfo
from html import unescape
from typing import Any

from lxml import etree

from collectors.errors import BadContent
from collectors.media import markup
from collectors.media.addresses import absolute
from collectors.media.encoding import text_of
from collectors.media.listing import Listing, Printed, listing
from collectors.records import Document

_KINDS = {"rss": "item", "RDF": "item", "feed": "entry"}
#: Vocabularies beside the feed's own, by the prefix that they mostly have; elements of others are not looked at.
_SPACES = {
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://www.w3.org/2005/Atom": "atom:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
}
#: Where feeds print the same thing; the first that can be read counts. Names in lower case: feeds differ in that.
_PUBLISHED = ("pubdate", "published", "atom:published", "issued", "dcterms:issued", "dc:date", "dcterms:created")
_UPDATED = ("updated", "atom:updated", "modified", "dcterms:modified")
_SUMMARY = ("description", "summary", "atom:summary", "dc:description", "content:encoded", "content")
_SECTION = ("category", "atom:category", "dc:subject")
_SITE = re.compile(r"<link>\s*(?:<!\[CDATA\[)?\s*([^<\s\]]+)")
_BASE = "ancestor-or-self::*[@xml:base]"

#: The child elements of an entry by name, in the order of the entry.
_Said = Mapping[str, list[etree._Element]]


def entries(document: Document, *, zone: tzinfo | None = None) -> Listing:
    """The pages that a feed lists.

    `zone` is that of times printed without one. An odd entry costs itself, and so does a time that names no moment;
    both are told (`Listing`). Raises BadContent for what is no feed, or not the whole of one.
    """
    content = markup.unpacked(document, "a feed")
    if content[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"{", b"[")):
        return listing(document, _of_json(document, text_of(content)), zone)
    return listing(document, _of_xml(document), zone)


def _of_xml(document: Document) -> Iterator[Printed | str]:
    found = markup.entries(document, _KINDS, "a feed")
    site = None if found.root == "feed" else _SITE.search(found.head)
    base = (absolute(document.url, unescape(site[1])) if site else None) or document.url
    for element in found.elements:
        if isinstance(element, str):
            yield element
        elif declared := markup.declared_entities(element):
            yield f"{declared[0]} is an entity that the feed declares"
        else:
            yield _printed(element, element.base if element.xpath(_BASE) else base)


def _printed(entry: etree._Element, base: str) -> Printed:
    said = _children(entry)
    return Printed(
        addresses=tuple(_addresses(said)),
        base=base,
        titles=tuple(_texts(said, ("title", "dc:title"))),
        published=tuple(_texts(said, _PUBLISHED)),
        updated=tuple(_texts(said, _UPDATED)),
        summaries=tuple(_texts(said, _SUMMARY)),
        sections=tuple(_sections(said)),
        authors=tuple(_authors(said)),
    )


def _children(entry: etree._Element) -> _Said:
    own = etree.QName(entry).namespace
    said: dict[str, list[etree._Element]] = {}
    for child in entry.iterchildren(etree.Element):
        name = etree.QName(child)
        prefix = "" if name.namespace in (own, None) else _SPACES.get(name.namespace)
        if prefix is not None:
            said.setdefault(prefix + name.localname.lower(), []).append(child)
    return said


def _texts(said: _Said, names: Iterable[str]) -> Iterator[str]:
    return (markup.text_in(element) for name in names for element in said.get(name, ()))


def _addresses(said: _Said) -> Iterator[str]:
    """What may be the address of the page: behind a counting redirect, the link, the entry's own, its id."""
    yield from _texts(said, ["feedburner:origlink"])
    links = [*said.get("link", ()), *said.get("atom:link", ())]
    for link in links:
        if "href" not in link.attrib:
            yield markup.text_in(link)
    for relation in ("alternate", "self"):
        hrefs = [link for link in links if link.get("rel", "alternate") == relation and "href" in link.attrib]
        pages = [link for link in hrefs if "html" in link.get("type", "html")]
        yield from (link.get("href") for link in [*pages, *hrefs])
    for id_ in [*said.get("guid", ()), *said.get("id", ()), *said.get("atom:id", ())]:
        text = markup.text_in(id_).strip()
        if id_.get("isPermaLink", "true").lower() != "false" and re.match("https?://", text, re.IGNORECASE):
            yield text


def _authors(said: _Said) -> list[str]:
    named = [name for author in said.get("author", ()) for name in author.iterchildren("{*}name")]
    named += [name for author in said.get("atom:author", ()) for name in author.iterchildren("{*}name")]
    creators = list(_texts(said, ["dc:creator"]))
    return creators or [markup.text_in(name) for name in named] or list(_texts(said, ["author"]))


def _sections(said: _Said) -> Iterator[str]:
    for name in _SECTION:
        for element in said.get(name, ()):
            yield element.get("label") or element.get("term") or markup.text_in(element)


def _of_json(document: Document, text: str) -> Iterator[Printed | str]:
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _no_json_feed(document, f"{text[:40]!r} ({error})") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or "jsonfeed.org/version" not in str(feed.get("version")):
        raise _no_json_feed(document, f"{text[:100]!r}")
    site = feed.get("home_page_url")
    base = (absolute(document.url, site) if isinstance(site, str) else None) or document.url
    for item in items:
        yield _of_item(item, base) if isinstance(item, dict) else f"{item!r:.100}"


def _of_item(item: Mapping[str, Any], base: str) -> Printed:
    id_ = next(iter(_strings(item, ["id"])), "")
    authors = [item.get("author"), *_list(item.get("authors"))]
    return Printed(
        addresses=(*_strings(item, ["url", "external_url"]), *([id_] if re.match("https?://", id_) else [])),
        base=base,
        titles=_strings(item, ["title"]),
        published=_strings(item, ["date_published"]),
        updated=_strings(item, ["date_modified"]),
        summaries=_strings(item, ["summary", "content_text", "content_html"]),
        sections=tuple(tag for tag in _list(item.get("tags")) if isinstance(tag, str)),
        authors=tuple(name for author in authors if isinstance(author, dict) for name in _strings(author, ["name"])),
    )


def _strings(item: Mapping[str, Any], names: Iterable[str]) -> tuple[str, ...]:
    return tuple(value for name in names if isinstance(value := item.get(name), str))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _no_json_feed(document: Document, found: str) -> BadContent:
    remedy = "Look at the bytes: an API of the publisher's own is no feed, and a cut one is fetched again."
    return BadContent(
        document.name, expected="a whole JSON Feed, with its version and items", found=found, remedy=remedy
    )
