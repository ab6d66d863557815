"""One web page: its links, and what it says of itself in JSON-LD, OpenGraph and meta tags.

Bytes in, values out: nothing is fetched and nothing is guessed from an address. Where the body of an article
stands is the business of its source; `paragraphs` turns that container into text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.dammit import EncodingDetector
from bs4.filter import SoupStrainer

from collectors.errors import BadContent
from collectors.records import Document

#: Where pages print the same thing outside JSON-LD; the first that is there counts.
_TITLE = ("og:title", "twitter:title", "dc.title")
_AUTHOR = ("author", "parsely-author", "dc.creator", "article:author")
_PUBLISHED = ("article:published_time", "og:published_time", "parsely-pub-date", "datepublished", "dc.date", "date")
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified")

#: The elements that `links` and `metadata` look at; to build the others would take twice the time.
_LINKS = SoupStrainer(["base", "a"])
_METADATA = SoupStrainer(["head", "meta", "link", "script", "h1"])


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
    if re.search(rb"<[A-Za-z][^<>]*>", document.content) is None:  # the parser makes a page of any text
        remedy = "Look at the bytes; where the address answers so today, its source has moved or refuses us."
        raise BadContent(document.name, expected="an HTML page", found=f"{document.content[:40]!r}", remedy=remedy)
    return BeautifulSoup(document.content, "lxml", from_encoding=_encoding(document.content), parse_only=only)


def _encoding(content: bytes) -> str:
    """UTF-8 where the bytes are that, whatever the page declares and where; else as declared, else as browsers do."""
    try:
        content.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        return EncodingDetector.find_declared_encoding(content, is_html=True) or "windows-1252"


def links(document: Document) -> Iterator[tuple[str, str]]:
    """(address, text) of each link, in the order of the page, repeats included.

    The address is absolute (resolved against `<base href>`, else the document's own address), without fragment;
    http(s) only. The text has single spaces; "" where a link holds only a picture. Raises BadContent.
    """
    page = tree(document, _LINKS)
    base = urljoin(document.url, next((str(tag["href"]) for tag in page.select("base[href]")), ""))
    for anchor in page.select("a[href]"):
        if url := _absolute(base, str(anchor["href"])):
            yield url, squeeze(anchor.get_text())


def _absolute(base: str, href: str) -> str | None:
    """None for what no client can follow: other schemes, `http://[`."""
    try:
        url = urljoin(base, href.strip()).partition("#")[0]
        return url if urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


def metadata(document: Document, *, zone: tzinfo | None = None) -> Metadata:
    """What the page says of itself: JSON-LD first, then OpenGraph and other meta tags, then `<title>` and `<h1>`.

    `zone` is that of times printed without one; where it is None, such a time is not taken. Raises BadContent.
    """
    page = tree(document, _METADATA)
    meta = _meta(page)
    objects, unread = _linked_data(page)
    url = _canonical(page, meta, document.url)
    report = _report(objects, url)
    titles = [report.get("headline"), *_all(meta, _TITLE), *(tag.get_text() for tag in page.select("head > title, h1"))]
    printed = (_names(meta.get(name), objects) for name in _AUTHOR)
    return Metadata(
        url=url,
        kind=_report_type(report) or next(iter(meta.get("og:type", ())), None),
        title=next((clean for title in titles if isinstance(title, str) and (clean := squeeze(unescape(title)))), None),
        authors=tuple(dict.fromkeys(_names(report.get("author"), objects) or next(filter(None, printed), []))),
        published_at=_first_moment([report.get("datePublished"), *_all(meta, _PUBLISHED)], zone),
        modified_at=_first_moment([report.get("dateModified"), *_all(meta, _MODIFIED)], zone),
        publisher=next(iter([*_names(report.get("publisher"), objects), *meta.get("og:site_name", ())]), None),
        free={"false": False, "true": True}.get(str(report.get("isAccessibleForFree")).lower()),
        unread=unread,
    )


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


def byline(text: str) -> list[str]:
    """The names of a printed byline, as spelt: `By NAME ONE, NAME TWO and NAME THREE` is three; "Jr." is none."""
    names = re.sub(r"^by\b:?\s*", "", squeeze(text), flags=re.I)
    parts = re.split(r"\s*[,;]\s+(?!(?:Jr|Sr|II|III|IV)\b)(?:and\s+)?|\s+(?:and|&)\s+", names, flags=re.I)
    return [part for part in parts if part]


def moment(text: object, zone: tzinfo | None = None) -> datetime | None:
    """A printed time (ISO 8601 or RFC 2822) as UTC; None where it is none.

    A time without a zone is in `zone`; without either it names no moment, and the answer is None. A day without
    time of day is its midnight.
    """
    if not isinstance(text, str):
        return None
    at = _iso(text.strip()) or _rfc(text.strip())
    if at is None or (at.tzinfo is None and zone is None):
        return None
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _rfc(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return None


def squeeze(text: str) -> str:
    """Runs of white space, no-break spaces included, become one space; zero-width characters go."""
    return " ".join(re.sub("[\u200b-\u200d\u2060\ufeff]", "", text).split())


def _meta(page: BeautifulSoup) -> dict[str, list[str]]:
    """Every `<meta>` that has content, by its name, property or itemprop in lower case."""
    found: dict[str, list[str]] = {}
    for tag in page.select("meta[content]"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        if name and (content := str(tag["content"]).strip()):
            found.setdefault(str(name).lower(), []).append(content)
    return found


def _all(meta: dict[str, list[str]], names: Iterable[str]) -> list[str]:
    return [value for name in names for value in meta.get(name, ())]


def _first_moment(printed: Iterable[object], zone: tzinfo | None) -> datetime | None:
    return next((at for text in printed if (at := moment(text, zone))), None)


def _canonical(page: BeautifulSoup, meta: dict[str, list[str]], own: str) -> str:
    named = [*(str(tag["href"]) for tag in page.select("link[rel=canonical][href]")), *meta.get("og:url", ())]
    return next((url for href in named if (url := _absolute(own, href))), own)


def _linked_data(page: BeautifulSoup) -> tuple[list[dict[str, Any]], int]:
    """(every top-level JSON-LD object of the page, number of blocks that are no JSON)."""
    objects: list[dict[str, Any]] = []
    unread = 0
    for script in page.select("script[type*='ld+json']"):
        try:  # line breaks within strings are common
            objects.extend(_objects(json.loads(script.get_text() or "null", strict=False)))
        except json.JSONDecodeError:
            unread += 1
    return objects, unread


def _objects(value: object) -> Iterator[dict[str, Any]]:
    """What a block describes: its lists and graphs opened, and the page's main entity."""
    if isinstance(value, list):
        for item in value:
            yield from _objects(item)
    elif isinstance(value, dict):
        yield value
        yield from _objects(value.get("@graph"))
        yield from _objects(value.get("mainEntity"))


def _report(objects: list[dict[str, Any]], url: str) -> dict[str, Any]:
    """The object that is the report of this page: of several, the one that names the page's address; {} for none."""
    reports = [thing for thing in objects if _report_type(thing)]
    named = (json.dumps([thing.get(key) for key in ("@id", "url", "mainEntityOfPage")]) for thing in reports)
    own = (thing for thing, names in zip(reports, named, strict=True) if json.dumps(url) in names)
    return next(own, reports[0] if reports else {})


def _report_type(thing: dict[str, Any]) -> str | None:
    """The schema.org type by which an object is a report: NewsArticle, LiveBlogPosting and the like."""
    kinds = thing.get("@type") or []
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return next((str(kind) for kind in kinds if str(kind).endswith(("Article", "Posting", "Report"))), None)


def _names(value: object, objects: list[dict[str, Any]]) -> list[str]:
    """The names of the people or organisations that a JSON-LD value stands for, in order."""
    if isinstance(value, str):
        return [clean] if (clean := squeeze(unescape(value))) and not re.match(r"https?://", clean) else []
    if isinstance(value, list):
        return [name for item in value for name in _names(item, objects)]
    if not isinstance(value, dict):
        return []
    if not (name := value.get("name")):  # a reference to another object of the page
        name = next(
            (thing.get("name") for thing in objects if "@id" in value and thing.get("@id") == value["@id"]), None
        )
    return _names(name, objects)
