"""One web page as an article: who wrote it, when, under which title, and its paragraphs; or what it is instead.

Bytes in, values out: nothing is fetched, nothing of the page is run. The page's own statements come first (JSON-LD,
meta tags, `<time>`), then what is printed. A page that is no article is no error but an answer of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import tzinfo
from html import unescape

from lxml import etree

from collectors.media import blocks, body, bylines, notes, page_kinds, printed_times, selected, stated
from collectors.media.linked_data import names
from collectors.media.page_kinds import Kind, Looks
from collectors.media.printed_times import Time
from collectors.media.selected import ANYWHERE, Places
from collectors.media.statements import Statements, statements
from collectors.media.words import squeeze
from collectors.records import Document

_DESCRIPTIONS = ("description", "og:description", "twitter:description")
_SECTIONS = ("article:section", "parsely-section", "section")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of the story, on one line. `kind`: standfirst, p, heading, li, quote or correction."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """What one page reports, as printed. None (or empty) is what the page does not say."""

    url: str  # canonical, absolute, without fragment; the document's own address where the page names none
    title: str | None
    authors: tuple[str, ...]
    published: Time | None
    modified: Time | None
    section: str | None
    language: str | None  # BCP 47, as printed
    publisher: str | None
    paragraphs: tuple[Paragraph, ...]
    corrections: tuple[str, ...]  # what the publisher says of changes to the text, wherever it stands on the page
    unread: int  # JSON-LD blocks that are no JSON

    @property
    def text(self) -> str:
        """The paragraphs, a line each."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class NoArticle:
    """A page that is whole and is no article, or none that anybody could read. `why` says by what it is known."""

    url: str
    kind: Kind
    why: str
    title: str | None = None


def read(document: Document, *, zone: tzinfo | None = None, places: Places = ANYWHERE) -> Article | NoArticle:
    """What a page reports. `zone` is that of times printed without one; where it is None they are days only. `places`:
    where its newsroom declares that title or text stand.

    Raises BadContent for bytes that are no page, or none that can be read (too large, nested too deep).
    """
    page = blocks.tree(document)
    said = statements(page, document)
    title = selected.title(page, places.title) if places.title else _title(said)
    found = list(blocks.blocks(page))
    stated_text = [] if places.body else stated.paragraphs(said)
    declared = selected.story(page, found, places.body) if places.body else body.story(found)
    story = stated.without_strangers(declared, stated_text)
    other = page_kinds.other(Looks(said, story, found, document))
    if places.body and not story and (other is None or other[0] == "no_story"):
        other = "no_story", f"nothing at {places.body}, where its newsroom has the text"
    if other:
        return NoArticle(said.url, *other, title)
    seen = document.first_seen_at
    lead = body.standfirst(found, story, said.all(_DESCRIPTIONS))
    paragraphs = [Paragraph("standfirst", lead.text)] if lead else []
    paragraphs += [Paragraph(notes.kind_of(block), block.text) for block in story]
    if stated.is_hidden(story, stated_text):
        paragraphs = [Paragraph("p", line) for line in stated_text]
    return Article(
        url=said.url,
        title=title,
        authors=bylines.authors(said, page),
        published=printed_times.published(said, page, body.above(found, story), zone, seen),
        modified=printed_times.modified(said, page, zone, seen),
        section=_section(said),
        language=_language(said, page),
        publisher=next(iter([*names(said.report.get("publisher"), said.objects), *said.all(["og:site_name"])]), None),
        paragraphs=tuple(paragraphs),
        corrections=notes.corrections(found),
        unread=said.unread,
    )


def _title(said: Statements) -> str | None:
    printed = [said.report.get("headline"), *said.titles]
    cleaned = (squeeze(unescape(re.sub(r"</?[a-z]{1,6}>", "", title))) for title in printed if isinstance(title, str))
    return next(filter(None, cleaned), None)


def _section(said: Statements) -> str | None:
    return next(iter([*names(said.report.get("articleSection"), said.objects), *said.all(_SECTIONS)]), None)


def _language(said: Statements, page: etree._Element) -> str | None:
    printed = (page.get("lang"), page.get(_XML_LANG), said.report.get("inLanguage"), said.first("og:locale"))
    tags = (str(tag).strip().replace("_", "-") for tag in printed if isinstance(tag, str))
    return next((tag for tag in tags if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", tag)), None)
