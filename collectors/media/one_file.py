"""A file on its own, as an article: a web page or a plain text, whichever its bytes are. No source, no archive."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from collectors.media import article, plain_text, verdict
from collectors.media.article import Article, NoArticle, Paragraph
from collectors.media.printed_times import Time
from collectors.media.selected import ANYWHERE, Places
from collectors.records import Claimed, Document

BEGINNING = 200  # characters of a text that are shown
_MEDIA = ("html", "txt")


def read(document: Document, *, zone: tzinfo | None = None, places: Places = ANYWHERE) -> Article | NoArticle:
    """What a page or a text reports; of a text, which says neither itself, title and day are `document.claimed`.

    `zone` and `places` as in `article.read`. Raises BadContent for bytes that are neither.
    """
    if not is_text(document):
        return article.read(document, zone=zone, places=places)
    text = plain_text.read(document)
    return Article(
        url=document.url,
        title=document.claimed.title,
        authors=(),
        published=claimed(document.claimed),
        modified=None,
        section=None,
        language=None,
        publisher=None,
        paragraphs=tuple(Paragraph("p", paragraph) for paragraph in text.paragraphs),
        corrections=(),
        unread=0,
    )


def is_text(document: Document) -> bool:
    """Whether bytes are a plain text, and no page. Raises BadContent where they are neither."""
    medium = verdict.medium(document.content, _MEDIA)
    if medium is None:
        verdict.judge(document.name, None, (), document.content, _MEDIA)
    begins = document.content[:1_024].removeprefix(b"\xef\xbb\xbf").lstrip()
    return medium == "txt" and not begins.startswith(b"<")  # a piece of a page is a page, whatever its first tag


def beginning(found: Article) -> str:
    """The first characters of a text, on one line, cut at a word."""
    text = " ".join(found.text.split())
    return text if len(text) <= BEGINNING else f"{text[:BEGINNING].rsplit(' ', 1)[0]} …"


def row(found: Article | NoArticle, name: str) -> dict[str, Any]:
    """One file as a JSON object. Of an article it is a line that `onrecord claims` reads: doc_id (`name`), published (a
    day, in the zone that is printed), publisher, text (its paragraphs, a line each). The moments are in UTC."""
    if isinstance(found, NoArticle):
        return {"doc_id": name, "kind": found.kind, "why": found.why, "title": found.title, "url": found.url}
    return {
        "doc_id": name,
        "kind": "article",
        "title": found.title,
        "authors": list(found.authors),
        **_times("published", found.published),
        **_times("modified", found.modified),
        "section": found.section,
        "language": found.language,
        "publisher": found.publisher,
        "url": found.url,
        "corrections": list(found.corrections),
        "paragraphs": len(found.paragraphs),
        "text": found.text,
    }


def _times(name: str, time: Time | None) -> dict[str, str | None]:
    at = None if time is None or time.at is None else time.at.isoformat().replace("+00:00", "Z")
    day, printed = (None, None) if time is None else (time.day.isoformat(), time.printed)
    return {name: day, f"{name}_at": at, f"{name}_printed": printed}


def claimed(said: Claimed) -> Time | None:
    """What somebody says of the time of publication."""
    on, at = said.published_on, said.published_at
    if on is None:
        return None
    return Time(at, on, "day" if at is None else "second", (at or on).isoformat())
