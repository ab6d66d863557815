"""A web page as the blocks of text that a reader sees, in their order, each with the element that it stands in.

Bytes in, values out. What is never part of a text (scripts, menus, forms, captions of pictures) makes no block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from collectors.errors import BadContent
from collectors.media.encoding import text_of
from collectors.media.words import squeeze
from collectors.records import Document

#: More bytes than any article has (the longest of a corpus of news has 3 MB); a tree takes ten times its bytes.
MAX_BYTES = 16 << 20
MAX_ELEMENTS = 100_000
#: The parser compares each attribute of an element with all before it. The elements of real pages have up to 16.
_MAX_ATTRIBUTES = 500
#: The rest of a tag, as the parser sees its end: a `>` within a quoted value is none. No way leads back, and a
#: quotation or a script without end reaches to that of the page: each character is looked at a few times at most.
_REST = r"(?:[^>\"'=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+|[\"'])*+"
_TAG = re.compile(
    r"<!--(?:[^-]++|-(?!->))*+"
    rf"|<script(?=[\s/>])(?P<script>{_REST})(?:[^<]++|<(?!/script))*+"
    rf"|<style(?=[\s/>])(?P<style>{_REST})(?:[^<]++|<(?!/style))*+"
    rf"|<[a-z](?P<rest>{_REST})",
    re.IGNORECASE,
)
_VALUE = re.compile(r"=\s*(?:\"[^\"]*\"|'[^']*')")

_SILENT = frozenset(
    [
        *("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "audio", "video"),
        *("canvas", "form", "button", "select", "option", "textarea", "input", "nav", "aside", "footer", "dialog"),
        *("menu", "head", "figcaption", "map", "amp-ad", "amp-iframe"),
    ]
)
#: Of these, those in whose place a reader sees nothing at all: they divide no paragraph.
_UNSEEN = frozenset({"script", "style", "noscript", "svg", "button", "template"})
#: Text that follows these begins a new block.
_BLOCKS = frozenset(
    [
        *("address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset"),
        *("figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p", "pre"),
        *("section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    ]
)
#: What most elements of a page's text are; all others (`<bsp-list>`, `<amp-story>`) are blocks where they hold one.
_INLINE = frozenset(
    [
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em"),
        *("font", "i", "img", "ins", "kbd", "label", "mark", "meter", "nobr", "output", "picture", "progress"),
        *("q", "rp", "rt", "ruby", "s", "samp", "small", "source", "span", "strike", "strong", "sub", "sup", "time"),
        *("track", "tt", "u", "var", "wbr"),
    ]
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text that a reader sees as one paragraph, heading or item."""

    text: str  # on one line, single spaces
    tag: str  # of `element`; "p", "h2", "li" …
    element: etree._Element  # the innermost block element that it stands in
    linked: int  # how many of its characters are links


def tree(document: Document) -> etree._Element:
    """The parsed page. Raises BadContent for what is no page, or none that can be read: too large, nested too deep."""
    if len(document.content) > MAX_BYTES:
        raise _unreadable(document, f"a page of at most {MAX_BYTES >> 20} MiB", f"{len(document.content)} bytes")
    text = text_of(document.content)
    if re.search(r"<[A-Za-z][^<>]*>", text) is None:  # the parser makes a page of any text
        raise _unreadable(document, "an HTML page", f"{document.content[:40]!r}")
    _demand_few_tags(document, text)
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    page = etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    if page is None:
        raise _unreadable(document, "an HTML page", f"{document.content[:40]!r}")
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" or "depth" in entry.message for entry in parser.error_log):
        raise _unreadable(document, "elements nested some levels deep", "more levels than the parser goes down")
    return page


def _demand_few_tags(document: Document, text: str) -> None:
    """Raises BadContent for more elements, or attributes of one, than can be read in seconds."""
    if (count := text.count("<")) > 2 * MAX_ELEMENTS:  # most have an end too
        raise _unreadable(document, f"a page of at most {MAX_ELEMENTS} elements", f"{count} tags")
    for tag in _TAG.finditer(text):
        if tag.end() - tag.start() <= _MAX_ATTRIBUTES:
            continue
        if (count := max(_attributes(rest or "") for rest in tag.groups())) > _MAX_ATTRIBUTES:
            raise _unreadable(document, f"elements of at most {_MAX_ATTRIBUTES} attributes", f"one of {count}")


def _attributes(rest: str) -> int:
    """At least as many as the parser finds in the rest of a tag: blanks, slashes and quoted values end one."""
    return len(re.findall(r"[\s/\"']+", _VALUE.sub('"', rest)))


def _unreadable(document: Document, expected: str, found: str) -> BadContent:
    remedy = "Look at the bytes; where the address answers so today, its source has moved or refuses us."
    return BadContent(document.name, expected=expected, found=found, remedy=remedy)


def is_silent(element: etree._Element) -> bool:
    """Whether nothing in an element is text of the page: by its tag, or hidden from everybody."""
    if element.tag in _SILENT:
        return True
    attributes = element.attrib
    return "hidden" in attributes or ("style" in attributes and _HIDDEN.search(attributes["style"]) is not None)


def blocks(page: etree._Element) -> Iterator[Block]:
    """Every block of a page or of a part of it, none empty."""
    walk = etree.iterwalk(page, events=("start", "end"))
    run = _Run(page)
    for event, element in walk:
        if event == "end":
            yield from _left(run, element, page)
        elif element is not page and is_silent(element):
            if element.tag not in _UNSEEN:
                yield from run.flushed()
            walk.skip_subtree()
        else:
            yield from _entered(run, element)
    yield from run.flushed()


def _entered(run: _Run, element: etree._Element) -> Iterator[Block]:
    tag = element.tag
    if _opens(element):
        yield from run.flushed()
        run.element = element
    elif tag == "br":
        yield from run.broken()
    elif tag == "a":
        run.links += 1
    if element.text:
        run.add(element.text)


def _left(run: _Run, element: etree._Element, page: etree._Element) -> Iterator[Block]:
    if element.tag == "a" and run.links:
        run.links -= 1
    elif _opens(element) and not is_silent(element):
        yield from run.flushed()
        run.element = _parent_block(element, page)
    if element.tail and element is not page:
        run.add(element.tail)


def _opens(element: etree._Element) -> bool:
    tag = element.tag
    return tag in _BLOCKS or (tag not in _INLINE and len(element) > 0)


def _parent_block(element: etree._Element, page: etree._Element) -> etree._Element:
    parent = element.getparent()
    while parent is not None and parent is not page and not _opens(parent):
        parent = parent.getparent()
    return page if parent is None else parent


class _Run:
    """The text since the last border between blocks."""

    def __init__(self, element: etree._Element) -> None:
        self.element, self.links = element, 0
        self._parts: list[str] = []
        self._linked = self._breaks = 0

    def add(self, text: str) -> None:
        self._parts.append(text)
        if self.links:
            self._linked += len(" ".join(text.split()))
        if self._breaks and text.strip():
            self._breaks = 0

    def broken(self) -> Iterator[Block]:
        """One line break is a space, two are the end of a paragraph."""
        self._breaks += 1
        if self._breaks >= 2:
            yield from self.flushed()
        else:
            self._parts.append(" ")

    def flushed(self) -> Iterator[Block]:
        if not self._parts:
            return
        if text := squeeze("".join(self._parts)):
            yield Block(text, self.element.tag, self.element, min(self._linked, len(text)))
        self._parts, self._linked, self._breaks = [], 0, 0
