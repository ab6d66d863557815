"""Lists in XML (feeds, sitemaps) ▶ their entries, each as an element; one that is no XML costs itself.

Nothing is fetched and no entity that a document declares is put in. What is said of time and memory holds for any
bytes: one pass over the text, and at most MAX_BYTES of it.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.entities import html5

from lxml import etree

from collectors.errors import BadContent
from collectors.media.encoding import text_of
from collectors.records import Document

#: the largest list that is unpacked: that of the sitemap protocol
MAX_BYTES = 50 * 1024 * 1024

#: The first tag, behind what may stand before it. Atomic groups: bytes that are made for it cost no more than others.
_ROOT = re.compile(
    r"(?>(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^<\[>]*(?:\[.*?\]\s*)?>)*+)"
    r"(?P<tag><(?P<name>(?:[\w.-]+:)?(?P<local>[\w.-]+))(?:\s[^<>]*)?>)",
    re.DOTALL,
)
_CHANNEL = re.compile(r"<channel\s[^<>]*[^/<>]>")
_DECLARED = re.compile(r"(<\?xml\b[^>]*?)\s+encoding\s*=\s*(?:\"[^\"]*\"|'[^']*')")
#: Names of HTML that XML does not know, and that feeds use all the same.
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,31};)")


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of a list: elements, and in words what is wrong with those that are none."""

    root: str  # local name of the outermost element
    elements: tuple[etree._Element | str, ...]
    head: str  # the text before the first entry


def entries(document: Document, kinds: Mapping[str, str], medium: str) -> Entries:
    """Each entry of a list, by itself where the whole is no XML.

    `kinds`: the local name of the outermost element ▶ that of its entries (children of it, or of its `channel`).
    Elements have the address of the document, or `xml:base`, as their base. Raises BadContent for what is none of
    these or is not whole.
    """
    text = _text(document, medium)
    try:
        tree = _parsed(text, document.url)
    except etree.XMLSyntaxError as error:
        return _one_by_one(document, text, kinds, medium, error.msg or "no XML")
    root = str(etree.QName(tree).localname)
    if root not in kinds:
        raise _none(document, medium, f"<{root}>")
    return Entries(root, tuple(_children(tree, kinds[root])), _head(text, kinds[root]))


def _one_by_one(document: Document, text: str, kinds: Mapping[str, str], medium: str, fault: str) -> Entries:
    """The entries of what is no XML as a whole. Raises BadContent for what does not begin and end as a list does."""
    opening = _ROOT.match(text)
    if opening is None or opening["local"] not in kinds:
        raise _none(document, medium, f"{text[:40]!r} ({fault})")
    end = text.rfind(f"</{opening['name']}")
    if end < 0 or ">" not in text[end:]:
        raise _none(document, medium, f"one that stops in the middle, … {text[-40:]!r} ({fault})")
    name = kinds[opening["local"]]
    head = _head(text, name)
    channel = _CHANNEL.search(head)
    before = opening["tag"] + (channel[0] if channel else "")
    after = ("</channel>" if channel else "") + f"</{opening['name']}>"
    pieces = _pieces(text[opening.end() : end], name)
    return Entries(opening["local"], tuple(_one(before, piece, after, document.url, name) for piece in pieces), head)


def _head(text: str, name: str) -> str:
    first = re.search(rf"<(?:[\w.-]+:)?{name}[\s>/]", text)
    return text[: first.start() if first else len(text)]


def text_in(element: etree._Element) -> str:
    """All text in an element; that of comments and processing instructions left out."""
    return "".join(element.itertext())


def declared_entities(element: etree._Element) -> list[str]:
    """Entities that the document itself declares, in an element: their text is not read."""
    return [str(entity.text) for entity in element.iter(etree.Entity)]


def unpacked(document: Document, medium: str) -> bytes:
    """The bytes, without gzip around them. Raises BadContent for a torn file and for a bomb."""
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
        raise BadContent(document.name, expected=medium, found=found, remedy="Treat it as hostile.")
    return plain


def _text(document: Document, medium: str) -> str:
    """The text, whatever encoding the bytes declare, with the named characters of HTML as characters."""
    text = text_of(unpacked(document, medium)).lstrip("\ufeff \t\r\n")
    text = _DECLARED.sub(r"\1", text[:200]) + text[200:]
    return _NAMED.sub(lambda match: html5.get(match[1], match[0]), text)


def _parsed(text: str, base: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, encoding="utf-8")
    return etree.fromstring(text.encode("utf-8"), parser, base_url=base)


def _children(root: etree._Element, name: str) -> Iterator[etree._Element]:
    for parent in [root, *root.iterchildren("{*}channel")]:
        yield from parent.iterchildren("{*}" + name)


def _one(before: str, piece: str, after: str, base: str, name: str) -> etree._Element | str:
    try:
        return next(_children(_parsed(before + piece + after, base), name))
    except etree.XMLSyntaxError as error:
        return f"{error.msg}: {piece[:100]!r}"
    except StopIteration:
        return f"none in {piece[:100]!r}"


def _pieces(text: str, name: str) -> Iterator[str]:
    """The text of each entry, those in comments left out; what follows an entry without an end is part of it."""
    opening = re.compile(rf"<!--|<(?P<name>(?:[\w.-]+:)?{name})(?:\s[^<>]*?)?(?P<empty>/)?>")
    at = 0
    while found := opening.search(text, at):
        at = found.end()
        if not found["empty"]:
            closing = text.find(f"</{found['name']}" if found["name"] else "--", at)
            at = text.find(">", closing) + 1 if closing >= 0 else len(text)
            at = at or len(text)
        if found["name"]:
            yield text[found.start() : at]


def _none(document: Document, medium: str, found: str) -> BadContent:
    remedy = f"Look at the bytes: HTML in place of {medium} is mostly a refusal."
    return BadContent(document.name, expected=f"{medium} to its end", found=found, remedy=remedy)
