"""A page or a plain text of a newsroom, as what its source says of it: an edition, and the rows of ARTICLE and NOTICE.

One path for all newsrooms: rows of `newsrooms.toml` and modules alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

import pyarrow as pa

from collectors.errors import LayoutChanged, NotAnArticle
from collectors.media import one_file, plain_text, webpage
from collectors.media.article import Article, NoArticle
from collectors.media.selected import ANYWHERE, Places
from collectors.records import ARTICLE, NOTICE, Document, Edition, Source, Table

#: a page that is whole, and says that it is a report or says nothing: its text is not where a reader finds it
_UNREAD = "no_story"


def read(document: Document, source: Source, places: Places = ANYWHERE) -> Article:
    """What a page or a text reports. Times printed without a zone are in that of the source's cadence. `places`
    as in `article.read`.

    Raises NotAnArticle for a page that is none, LayoutChanged for one in which no text or no title is found, BadContent
    for what is neither page nor text, or not the whole of a page.
    """
    is_text = one_file.is_text(document)
    if not is_text:
        webpage.demand_end(document)
    found = one_file.read(document, zone=_zone(source), places=places)
    if isinstance(found, NoArticle):
        raise _none(document, found)
    claimed = document.claimed  # by who imported it: holds of what the page does not say
    said = replace(found, title=found.title or claimed.title, published=found.published or one_file.claimed(claimed))
    if said.title is None and not is_text:
        remedy = "Open the address: if it is an article, its pages have changed."
        raise LayoutChanged(document.url, table="metadata", expected="a title", found="none", remedy=remedy)
    return said


def edition(said: Article) -> Edition:
    """Title and time of publication (UTC)."""
    return Edition(title=said.title, published_at=said.published.at if said.published else None)


def tables(
    said: Article, document: Document, source: Source, notices: Iterable[dict[str, str]] = ()
) -> Iterator[Table]:
    """One row of ARTICLE; the notices where there are any, and one where the encoding of a text is a guess.

    The body of a page has a paragraph a line; that of a text is the text exactly as decoded.
    """
    told, text = list(notices), plain_text.read(document) if one_file.is_text(document) else None
    row = {
        "url": said.url if source.owns(said.url) else document.address,
        "title": said.title,
        "authors": list(said.authors),
        "published_on": said.published.day_in(_zone(source)) if said.published else None,
        "published_at": said.published.at if said.published else None,
        "modified_at": said.modified.at if said.modified else None,
        "publisher": source.publisher,
        "body": said.text if text is None else text.text,
    }
    yield Table("article", pa.Table.from_pylist([row], schema=ARTICLE))
    if text is not None and text.guessed:
        found = f"bytes that are no UTF-8, read as {text.encoding}"
        message = "Nothing says which characters they are: look at quotation marks and accents."
        told.append({"kind": "encoding_guessed", "expected": "a text in UTF-8", "found": found, "message": message})
    if told:
        yield Table("notice", pa.Table.from_pylist(told, schema=NOTICE))


def metadata_unread(said: Article) -> Iterator[dict[str, str]]:
    """The notice of a page whose own statements could not all be read."""
    if said.unread:
        yield {
            "kind": "metadata_unread",
            "expected": "JSON-LD",
            "found": f"{said.unread} block(s) that are no JSON",
            "message": "Title, authors and times may stem from meta tags: the headline may be that of social media.",
        }


def no_time(said: Article, document: Document) -> Iterator[dict[str, str]]:
    """The notice of a page that prints no time but a day, or neither; of a text its importer says what there is."""
    if (said.published is None or said.published.at is None) and not one_file.is_text(document):
        yield {
            "kind": "no_time_of_publication",
            "expected": "a time of publication",
            "found": "none" if said.published is None else said.published.printed,
            "message": "The report has no time of publication; what is known of it is when it was seen.",
        }


def _none(document: Document, said: NoArticle) -> NotAnArticle | LayoutChanged:
    found = f"{said.kind}: {said.why}, titled {said.title!r}"
    if said.kind == _UNREAD:
        remedy = "Open the address: if it is an article, its pages have changed, or it is one of pictures alone."
        return LayoutChanged(document.url, table="story", expected="paragraphs", found=found, remedy=remedy)
    remedy = "Nothing to do, if that is what it is; else report it: the page is judged wrongly."
    return NotAnArticle(document.url, table="page type", expected="an article", found=found, remedy=remedy)


def _zone(source: Source) -> ZoneInfo:
    return ZoneInfo(source.cadence.timezone)
