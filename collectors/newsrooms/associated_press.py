"""The Associated Press: reports at apnews.com.

History:
    - to July 2023: pages of the old CMS; the story is `div[data-key=article]`, the byline stands in `CardHeadline`.
    - from July 2023: Brightspot (`bsp-` elements); the story is `.RichTextStoryBody`, the byline `.Page-authors`
      (`By NAME, NAME and NAME`).
Notes:
    - JSON-LD has the headline of record (the printed `<h1>` may be longer) and times with a zone. The meta tags
      since 2023 print the same times without one; they are UTC.
    - The end notes of a story (`___`, then who contributed, corrections, where to follow) are no part of its text.
    - The news sitemap lists live blogs and videos too: those are no articles and `documents` leaves them out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC
from zoneinfo import ZoneInfo

import pyarrow as pa
from bs4 import Tag
from bs4.filter import SoupStrainer

from collectors.errors import EmptyRelease, LayoutChanged, NotAnArticle
from collectors.media import one_file, report, sitemap, webpage
from collectors.media.words import byline
from collectors.records import ARTICLE, NOTICE, Cadence, Dataflow, Document, Edition, Link, Metric, Source, Table

SOURCE = Source(
    id="associated_press",
    publisher="Associated Press",
    title="AP News",
    licence="Copyright The Associated Press, all rights reserved: facts and short quotations only, with the address.",
    start=("https://apnews.com/news-sitemap-content.xml",),
    documents=r"https://(?:www\.)?apnews\.com/(?:article/[^/?#]+|[0-9a-f]{32})/?(?:\?[^#]*)?",
    media=("html",),
    imported=("txt",),
    max_bytes=8_000_000,
    filter="topic",
    found_by=("sitemap",),
    cadence=Cadence(cron="7 * * * *", timezone="America/New_York", expected_every="P1D", late_after="P2D"),
)
DATAFLOWS: tuple[Dataflow, ...] = ()  # articles, no figures
METRICS: tuple[Metric, ...] = ()

_ZONE = ZoneInfo(SOURCE.cadence.timezone)
_STORY = (".RichTextStoryBody", "div[data-key=article]")  # newest first
_BYLINE = (".Page-authors", "[class*=CardHeadline] [class*=Component-bylines]")
#: What is built of a page, in half the time of the whole: stories (`Article` is the class of the old ones), bylines.
_PARTS = SoupStrainer(class_=re.compile("RichTextStoryBody|Article|Page-authors|CardHeadline"))
_RULE = re.compile(r"(?:_\s*){2,}|(?:\*\s*){3,}|(?:-\s*){3,}")  # `___`
_NOTE = re.compile(
    r"\bcontribut(?:ed|ing)\b|\breport(?:ed|ing) (?:from|by)\b|\bcorps member\b|https?://|\bapnews\.com\b|@\w"
    r"|\bfor (?:the )?(?:Associated Press|AP)\b|^(?:the )?(?:Associated Press|AP)\b|^editor[’']s note"
    r"|^(?:this|an earlier|a previous) (?:story|version|article|report|item)\b"
    r"|^(?:follow|find|see|more|read more|learn more|sign up)\b",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"\(AP\) ?[—–-]")
_AGENCY = r"(?:the )?(?:Associated Press|AP)(?: ?/ ?Report for America)?"
_OFFICE = re.compile(rf"(?:^|[ ,]+)(?:of )?{_AGENCY}(?: [\w ]*(?:writer|editor|reporter|columnist))?$", re.IGNORECASE)


def discover(page: Document) -> Iterator[Link]:
    """The reports that the news sitemap lists, of every subject; which of them are fetched, `Source.filter` decides.

    Raises EmptyRelease where it lists none (AP files hundreds a day), BadContent, LayoutChanged; for odd entries
    after the links, which hold.
    """
    listing = sitemap.entries(page)
    reports = [link for link in listing.links if SOURCE.owns(link.url)]
    if not reports:
        others = listing.links
        found = f"{len(others)} other addresses, first {others[0].url}" if others else "no entry at all"
        remedy = "Hold SOURCE.documents against the addresses that AP uses now."
        raise EmptyRelease(page.name, table="news sitemap", expected="reports (/article/…)", found=found, remedy=remedy)
    yield from reports
    listing.tell_odd(page)


def edition(document: Document) -> Edition:
    """Title and time of publication (UTC). Raises what `read` raises for a page that is no article."""
    if one_file.is_text(document):
        return report.edition(report.read(document, SOURCE))
    said = _metadata(document)
    return Edition(title=said.title, published_at=said.published_at)


def read(document: Document) -> Iterator[Table]:
    """One row of ARTICLE; a NOTICE beside it where the page's JSON-LD could not be read.

    Raises NotAnArticle for a page that is none (hub, live blog, video, wall), LayoutChanged where the story is not
    where either era has it, EmptyRelease for a story without text, BadContent for what is no page or not the whole.
    A plain text that somebody imported is read as that of any newsroom.
    """
    if one_file.is_text(document):
        yield from report.tables(report.read(document, SOURCE), document, SOURCE)
        return
    said = _metadata(document)
    page = webpage.tree(document, _PARTS)
    article = {
        "url": said.url if SOURCE.owns(said.url) else document.url,
        "title": said.title,
        "authors": _authors(page) or list(said.authors),
        "published_on": said.published_at.astimezone(_ZONE).date() if said.published_at else None,
        "published_at": said.published_at,
        "modified_at": said.modified_at,
        "publisher": SOURCE.publisher,
        "body": "\n".join(_text(document, page)),
    }
    yield Table("article", pa.Table.from_pylist([article], schema=ARTICLE))
    if said.unread:
        notice = {
            "kind": "metadata_unread",
            "expected": "JSON-LD",
            "found": f"{said.unread} block(s) that are no JSON",
            "message": "Title, authors and times may stem from meta tags: the headline may be that of social media.",
        }
        yield Table("notice", pa.Table.from_pylist([notice], schema=NOTICE))


def _metadata(document: Document) -> webpage.Metadata:
    webpage.demand_end(document)
    said = webpage.metadata(document, zone=UTC)
    found = f"{said.kind or 'a page without type'}, titled {said.title!r}"
    if not (said.kind or "").lower().endswith("article"):
        raise _none(document, "an article (JSON-LD NewsArticle, og:type article)", f"{_kind(said.kind)}: {found}")
    if said.free is False:
        raise _none(document, "an article that is free to read", "wall: isAccessibleForFree: false")
    if said.title is None or said.published_at is None:
        raise _changed(document, "metadata", "a headline and a time of publication", f"{found}, {said.published_at}")
    return said


def _kind(type_: str | None) -> str:
    """What a page is whose type is that of no article."""
    named = (type_ or "").lower()
    kinds = {"liveblog": "live_blog", "video": "video", "gallery": "gallery", "audio": "audio"}
    return next((kind for part, kind in kinds.items() if part in named), "hub" if named else "other")


def _none(document: Document, expected: str, found: str) -> NotAnArticle:
    remedy = (
        "Nothing to do, if that is what it is; else AP's pages have changed and the selectors of this module with them."
    )
    return NotAnArticle(document.url, table="page type", expected=expected, found=found, remedy=remedy)


def _changed(document: Document, table: str, expected: str, found: str) -> LayoutChanged:
    remedy = (
        "Open the address: if it is an article, AP's pages have changed and the selectors of this module with them."
    )
    return LayoutChanged(document.url, table=table, expected=expected, found=found, remedy=remedy)


def _authors(page: Tag) -> list[str]:
    """The printed byline, name by name: JSON-LD of the old pages names the agency alone. Offices are no authors."""
    printed = (webpage.block_text(block) for selector in _BYLINE for block in page.select(selector))
    names = byline(next((text for text in printed if text), ""))
    people = [person for name in names if (person := _OFFICE.sub("", name).strip())]
    return people or names


def _text(document: Document, page: Tag) -> list[str]:
    """The paragraphs and headings of the story, without its end notes."""
    stories: Sequence[Tag] = next((parts for selector in _STORY if (parts := page.select(selector))), ())
    if len(stories) != 1:
        expected = "one story (.RichTextStoryBody; before July 2023 div[data-key=article])"
        raise _changed(document, "story", expected, f"{len(stories)} of them")
    blocks = list(webpage.paragraphs(stories[0]))
    while (rule := _last_rule(blocks)) is not None and all(_is_note(*block) for block in blocks[rule + 1 :]):
        del blocks[rule:]
    text = [text for _, text in blocks if not _RULE.fullmatch(text)]
    if not text:
        found = f"no paragraph in {len(stories[0].find_all(recursive=False))} elements"
        remedy = "Open the address: the story may be a video, a gallery, or hidden behind a wall."
        raise EmptyRelease(document.url, table="story", expected="paragraphs", found=found, remedy=remedy)
    return text


def _last_rule(blocks: list[tuple[str, str]]) -> int | None:
    rules = [place for place, (_, text) in enumerate(blocks) if _RULE.fullmatch(text)]
    return rules[-1] if rules else None


def _is_note(tag: str, text: str) -> bool:
    return tag == "p" and _NOTE.search(text) is not None and _DATELINE.search(text) is None
