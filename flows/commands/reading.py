"""`onrecord read`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from textwrap import wrap

from collectors import registry
from collectors.archive.log import in_utc
from collectors.errors import TooLarge
from collectors.importing import claim
from collectors.media import one_file
from collectors.media.article import Article, NoArticle
from collectors.media.printed_times import Time
from collectors.reading.worker import read_documents
from collectors.records import Claimed, Document, Sighting
from flows.commands.files import the_file
from flows.terminal import clean, complain
from warehouse.home import home

WIDTH, INDENT = 80, 12
MOST = 1 << 24  # bytes of a page or a text


def print_statements(file: Path, source_id: str, url: str | None, published: date | None) -> int:
    """What one file says, as JSON lines; 1 where a table of it was refused. Raises the error of the reader where it
    cannot be read."""
    module = registry.source(source_id, home().newsrooms)
    document = _document(file, url, claim(module.SOURCE, None, published))
    with read_documents([(module, document)]) as readings:
        (reading,) = readings
    if reading.error:
        raise reading.error
    for kind, rows in reading.tables.items():
        for row in rows.to_pylist(maps_as_pydicts="strict"):
            print(json.dumps({"kind": kind, "document_id": reading.document_id, **row}, default=str))
    refused = reading.tables["refusal"].to_pylist() if "refusal" in reading.tables else []
    for one in refused:
        name = one["table_title"] or one["dataflow"] or one["sheet"]
        complain(f"{document.name}, {name}: expected {one['expected']}; found {one['found']}. {one['remedy']}")
    return 1 if refused else 0


def print_article(file: Path, url: str | None, published: date | None, as_json: bool) -> int:
    """What a page or a text says as an article; 1 where it is none. Raises BadContent, TooLarge."""
    if (size := the_file(file).stat().st_size) > MOST:
        remedy = "Cut out the report that is meant."
        raise TooLarge(file.name, expected=f"{MOST:,} bytes at most", found=f"{size:,}", remedy=remedy)
    at = published if isinstance(published, datetime) else None
    on = at.date() if at is not None else published
    found = one_file.read(_document(file, url, Claimed(None, on, in_utc(at))))
    if as_json:
        print(json.dumps(one_file.row(found, file.stem)))
    else:
        for label, text in _told(found):
            lines = wrap(clean(" ".join(text.split())), WIDTH - INDENT, break_on_hyphens=False) or ["–"]
            print(label.ljust(INDENT) + f"\n{' ' * INDENT}".join(lines))
    return 1 if isinstance(found, NoArticle) else 0


def _document(file: Path, url: str | None, claimed: Claimed) -> Document:
    address = url or file.name
    at, on = claimed.published_at, claimed.published_on
    seen = at if on is None or at else datetime(on.year, on.month, on.day, tzinfo=UTC)
    sightings = () if on is None else (Sighting(address, seen, "publisher_claim", claimed),)
    return Document(the_file(file).read_bytes(), address, sightings=sightings)


def _told(found: Article | NoArticle) -> Iterator[tuple[str, str]]:
    """Label and text of each line; what the page does not say is shown as such."""
    if isinstance(found, NoArticle):
        yield "no article", found.kind.replace("_", " ")
        yield "known by", found.why
        yield "title", found.title or ""
        yield "address", found.url
        return
    yield "title", found.title or ""
    yield "authors", ", ".join(found.authors)
    yield "published", _time(found.published)
    yield "modified", _time(found.modified)
    yield "section", found.section or ""
    yield "language", found.language or ""
    yield "publisher", found.publisher or ""
    yield "address", found.url
    for text in found.corrections or [""]:
        yield "correction", text
    yield "paragraphs", f"{len(found.paragraphs):,}"
    yield "begins", one_file.beginning(found)


def _time(time: Time | None) -> str:
    if time is None:
        return ""
    if time.at is not None:
        return f"{time.at:%Y-%m-%d %H:%M:%S} UTC (printed: {time.printed})"
    return f"{time.day} (a day alone)" if time.exact == "day" else f"{time.day} (no zone; printed: {time.printed})"
