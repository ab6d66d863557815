"""NBC News: reports at nbcnews.com, as pages or as plain texts that somebody has. Nothing is asked: they are imported.

History:
    - no era is known yet: any page is read by the shared reader of articles.
Notes:
    - A text has neither title nor day of its own: who imports it says them (`onrecord import --title, --published`).
    - The body of a text is the text exactly as decoded; that of a page has a paragraph a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pyarrow as pa

from collectors.errors import EmptyRelease, LayoutChanged
from collectors.media import article, plain_text, verdict
from collectors.records import ARTICLE, NOTICE, Cadence, Dataflow, Document, Edition, Link, Metric, Source, Table

SOURCE = Source(
    id="nbc_news",
    publisher="NBC News",
    title="NBC News",
    licence="Copyright NBCUniversal, all rights reserved: facts and short quotations only, with the address.",
    start=(),
    documents=r"https://(?:www\.)?nbcnews\.com/(?:[\w-]+/)+[\w-]*-(?:rcna|ncna|n)\d+/?(?:\?[^#]*)?",
    media=("html", "txt"),
    max_bytes=8_000_000,
    found_by=("gdelt", "import"),
    cadence=Cadence(cron="0 15 * * *", timezone="America/New_York", expected_every="P1D", late_after="P2D"),
)
DATAFLOWS: tuple[Dataflow, ...] = ()  # articles, no figures
METRICS: tuple[Metric, ...] = ()

_ZONE = ZoneInfo(SOURCE.cadence.timezone)


def discover(page: Document) -> Iterator[Link]:
    """No page lists them. Raises EmptyRelease."""
    raise EmptyRelease(page.name, expected="no start page", found="one", remedy="Import the file.")


def edition(document: Document) -> Edition:
    """Title and time of publication, of the page or as claimed. Raises what `read` raises."""
    said = _page(document)
    claimed = document.claimed
    if said is None:
        return Edition(title=claimed.title, published_at=claimed.published_at)
    return Edition(title=said.title or claimed.title, published_at=said.published.at if said.published else None)


def read(document: Document) -> Iterator[Table]:
    """One row of ARTICLE; a NOTICE beside it where the encoding of a text is a guess.

    Raises LayoutChanged for a page that is no article, BadContent for what is neither page nor text.
    """
    said, claimed = _page(document), document.claimed
    row = {"url": document.address, "title": claimed.title, "publisher": SOURCE.publisher,
           "published_on": claimed.published_on, "published_at": claimed.published_at}  # fmt: skip
    if said is None:
        text = plain_text.read(document)
        yield _article({**row, "authors": [], "body": text.text})
        if text.guessed:
            found = f"bytes that are no UTF-8, read as {text.encoding}"
            message = "Nothing says which characters they are: look at quotation marks and accents."
            notice = {"kind": "encoding_guessed", "expected": "a text in UTF-8", "found": found, "message": message}
            yield Table("notice", pa.Table.from_pylist([notice], schema=NOTICE))
        return
    if said.published:
        row |= {"published_on": said.published.day_in(_ZONE), "published_at": said.published.at}
    row |= {"url": said.url if SOURCE.owns(said.url) else document.address, "title": said.title or claimed.title}
    modified = said.modified.at if said.modified else None
    yield _article({**row, "authors": list(said.authors), "modified_at": modified, "body": said.text})


def _article(row: dict[str, object]) -> Table:
    return Table("article", pa.Table.from_pylist([row], schema=ARTICLE))


def _page(document: Document) -> article.Article | None:
    """What a page says; None of a text."""
    if verdict.medium(document.content, SOURCE.media) == "txt":
        return None
    said = article.read(document, zone=_ZONE)
    if isinstance(said, article.NoArticle):
        found = f"{said.kind} ({said.why}), titled {said.title!r}"
        remedy = "Nothing of it is loaded; open the address if it should be one."
        raise LayoutChanged(document.name, table="page type", expected="an article", found=found, remedy=remedy)
    return said
