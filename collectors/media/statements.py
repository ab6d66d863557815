"""What a page says of itself in its head, before anybody judges it: JSON-LD, meta tags, its address, its titles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from collectors.media.addresses import absolute, is_home, page_of, same_page
from collectors.media.linked_data import Thing, report_of, things
from collectors.media.words import squeeze
from collectors.records import Document

_TITLES = ("og:title", "twitter:title", "dc.title")


@dataclass(frozen=True, slots=True)
class Statements:
    """Everything as printed; nothing is a time, a name or a language yet."""

    url: str  # canonical, absolute, without fragment; the document's own address where the page names none
    report: Thing  # the JSON-LD object that is the page's own report; {} where there is none
    objects: Sequence[Thing]  # all JSON-LD objects, lists and graphs opened
    meta: Mapping[str, Sequence[str]]  # by name, property or itemprop in lower case
    titles: Sequence[str]  # of social media tags, `<title>`, `<h1>`, in this order
    unread: int  # JSON-LD blocks that are no JSON

    def all(self, names: Iterable[str]) -> list[str]:
        """The contents of several meta tags, in the order of `names`."""
        return [value for name in names for value in self.meta.get(name, ())]

    def first(self, *names: str) -> str | None:
        return next(iter(self.all(names)), None)


def statements(page: etree._Element, document: Document) -> Statements:
    """What the head of a parsed page says, and which report of its JSON-LD is its own."""
    meta = _meta(page)
    scripts = (script for script in page.iter("script") if "ld+json" in script.get("type", "").lower())
    objects, unread = things(script.text or "" for script in scripts)
    canonical = _canonical(page, meta, document)
    titles = [value for name in _TITLES for value in meta.get(name, ())]
    titles += [text_in(title) for title in page.xpath("//head/title | //h1")]
    report = report_of(objects, [canonical, document.url], titles)
    return Statements(canonical, report, objects, meta, titles, unread)


def text_in(element: etree._Element) -> str:
    """All text of an element, on one line."""
    return squeeze("".join(element.itertext()))


def _meta(page: etree._Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tag in page.iter("meta"):
        names = (tag.get("property") or "").split()  # RDFa: one value may be that of several properties
        content = tag.get("content", "").strip()
        for name in names or [tag.get("name") or tag.get("itemprop")]:
            if name and content:
                found.setdefault(name.lower(), []).append(content)
    return found


def _canonical(page: etree._Element, meta: Mapping[str, Sequence[str]], document: Document) -> str:
    """The address that the page calls its own: `<link rel=canonical>`, else `og:url`, else where it was found.

    The front page of the site is not the address of another page. Of several that differ none counts, unless it is
    what `og:url` says or where the page was found.
    """
    own = document.url
    named = next((tag.get("href") for tag in page.iter("base") if tag.get("href") is not None), "")
    base = absolute(own, named) or own
    rels = (tag for tag in page.iter("link") if "canonical" in tag.get("rel", "").lower().split())
    linked = _pages((tag.get("href", "") for tag in rels), base)
    graph = _pages(meta.get("og:url", ()), base)
    if len({page_of(url) for url in linked}) > 1:
        linked = [url for url in linked if same_page(url, [*graph, own])]
    return next(iter([*linked, *graph]), own)


def _pages(hrefs: Iterable[str], base: str) -> list[str]:
    return [url for href in hrefs if (url := absolute(base, href)) and not is_home(url)]
