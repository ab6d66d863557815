"""ICE's news releases, at ice.gov/news/releases: imported, for no feed or index of them is known yet.

History:
    - releases of December 2022 and January 2023, as the site printed them in 2025: the text stands in `.nr-body`, above
      it `.nr-meta` (day, place, topic), `.nr-title` and `.nr-subtitle`. No other era is at hand.
    - what is outdated is marked `Archived: ` in the title of the page, not in the printed headline.
Notes:
    - The canonical address decides: a release may be seen at `/node/N` as well, and so are pages of offices and stubs,
      which are no releases.
    - A day is all that is printed of the time of publication, and of the last change.
    - The quotations in boxes (`.nr-callout`) are part of the text: they stand nowhere else.
    - Other bytes are no other version: the site puts random ids into each answer.
    - Mark, place and topic are kept as notices (`archived`, `place_of_release`, `topic_of_release`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from collectors.errors import EmptyRelease, LayoutChanged, NotAnArticle
from collectors.media import blocks, moments, one_file, report, webpage
from collectors.media.article import Article, Paragraph
from collectors.media.printed_times import Time
from collectors.media.statements import Statements, statements, text_in
from collectors.media.words import squeeze
from collectors.records import Cadence, Dataflow, Document, Edition, Link, Metric, Source, Table

SOURCE = Source(
    id="ice_news_releases",
    publisher="U.S. Immigration and Customs Enforcement",
    title="ICE News Releases",
    licence="Public domain (work of the government)",
    start=(),
    documents=r"https://(?:www\.)?ice\.gov/(?:news/releases/[^/?#]+|node/\d+)/?",
    media=("html",),
    imported=("txt",),
    max_bytes=8_000_000,
    body="public_domain",
    found_by=("import",),
    cadence=Cadence(cron="0 15 * * *", timezone="America/New_York", expected_every="P1D", late_after="P3D"),
)
DATAFLOWS: tuple[Dataflow, ...] = ()  # articles, no figures
METRICS: tuple[Metric, ...] = ()

_RELEASE = re.compile(r"https?://(?:www\.)?ice\.gov/news/releases/[^/?#]+/?")
_ARCHIVED = re.compile(r"^\s*Archived:\s*")
_SITE = re.compile(r"\s*\|\s*ICE\s*$")


@dataclass(frozen=True, slots=True)
class _Printed:
    """What stands above a release. `place` as printed: `Newark, NJ, United States`."""

    day: Time
    place: str | None
    topic: str | None


def discover(page: Document) -> Iterator[Link]:
    """No page lists them. Raises EmptyRelease."""
    raise EmptyRelease(page.name, expected="no start page", found="one", remedy="Import the file.")


def edition(document: Document) -> Edition:
    """The title; no time of publication, for a day alone is printed. Raises what `read` raises."""
    return report.edition(report.read(document, SOURCE) if one_file.is_text(document) else _release(document)[0])


def read(document: Document) -> Iterator[Table]:
    """One row of ARTICLE, and what else is printed of the release as rows of NOTICE.

    Raises NotAnArticle for a page whose canonical address is that of no release, LayoutChanged where day, title or text
    are not where the site has them, EmptyRelease for a release without text, BadContent for half a page.
    """
    if one_file.is_text(document):
        yield from report.tables(report.read(document, SOURCE), document, SOURCE)
        return
    said, notices = _release(document)
    yield from report.tables(said, document, SOURCE, notices)


def _release(document: Document) -> tuple[Article, list[dict[str, str]]]:
    webpage.demand_end(document)
    page = blocks.tree(document)
    said = statements(page, document)
    if _RELEASE.fullmatch(said.url) is None:
        found = f"other: a page of another part of the site ({said.url}), titled {_titles(said)!r}"
        remedy = "Nothing to do, if that is what it is."
        raise NotAnArticle(document.url, table="page type", expected="a release", found=found, remedy=remedy)
    title = squeeze(_ARCHIVED.sub("", text_in(_one(document, page, "nr-title"))))
    if not title:
        raise _changed(document, "title", "a headline (.nr-title)", "none")
    printed = _printed(document, _one(document, page, "nr-meta"))
    body = _one(document, page, "nr-body")
    story = [Paragraph("p", block.text) for block in blocks.blocks(body)]
    if not story:
        remedy = "Open the address: the release may be a video, or a list of files."
        raise EmptyRelease(document.url, table="text", expected="paragraphs", found="none", remedy=remedy)
    standfirst = [Paragraph("standfirst", text) for part in _parts(page, "nr-subtitle") if (text := text_in(part))]
    article = Article(
        url=said.url,
        title=title,
        authors=(),
        published=printed.day,
        modified=None,
        section=printed.topic,
        language=page.get("lang"),
        publisher=SOURCE.publisher,
        paragraphs=(*standfirst, *story),
        corrections=(),
        unread=said.unread,
    )
    return article, list(_notices(said, printed))


def _printed(document: Document, line: etree._Element) -> _Printed:
    """`December 6, 2022 ● Newark, NJ, United States ● Enforcement and Removal`; dots are elements without text."""
    parts = [line.text or ""]
    for child in line:
        if text := text_in(child):
            parts[-1] += text
        else:
            parts.append("")
        parts[-1] += child.tail or ""
    words = [squeeze(re.sub(r"\s+,", ",", part)) for part in parts]
    named = moments.day_of(words[0])
    if named is None:
        raise _changed(document, "day", "a day (December 6, 2022) in .nr-meta", repr(words[0][:60]))
    place = next(iter(words[1:2]), "").strip(" ,") or None
    topic = next(iter(words[2:3]), "") or None
    return _Printed(Time(None, named[0], "day", words[0]), place, topic)


def _notices(said: Statements, printed: _Printed) -> Iterator[dict[str, str]]:
    if any(_ARCHIVED.match(title) for title in said.titles):
        changed = said.first("article:modified_time")
        message = "The site marks the release as archived content: it says that it does not reflect current practice."
        found = "Archived:" + (f" (last changed {changed})" if changed else "")
        yield {"kind": "archived", "found": found, "message": message}
    if printed.place:
        yield {"kind": "place_of_release", "found": printed.place, "message": "Where the release was issued."}
    if printed.topic:
        yield {"kind": "topic_of_release", "found": printed.topic, "message": "Under what the site files the release."}
    stated = said.first("article:published_time")
    named = moments.day_of(stated) if stated else None
    if named and named[0] != printed.day.day:
        yield {
            "kind": "days_disagree",
            "expected": f"{printed.day.printed}, as printed above the release",
            "found": f"{stated}, as the head of the page says",
            "message": "The printed day is taken.",
        }


def _one(document: Document, page: etree._Element, name: str) -> etree._Element:
    parts = _parts(page, name)
    if len(parts) != 1:
        raise _changed(document, "story", f"one element of class {name}", f"{len(parts)}")
    return parts[0]


def _parts(page: etree._Element, name: str) -> list[etree._Element]:
    return list(page.xpath("//*[contains(concat(' ', normalize-space(@class), ' '), $name)]", name=f" {name} "))


def _titles(said: Statements) -> str:
    return _SITE.sub("", next(iter(said.titles), ""))


def _changed(document: Document, table: str, expected: str, found: str) -> LayoutChanged:
    remedy = "Open the address: if it is a release, the site has changed and the classes of this module with it."
    return LayoutChanged(document.url, table=table, expected=expected, found=found, remedy=remedy)
