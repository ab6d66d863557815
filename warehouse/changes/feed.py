"""The published copy ▶ `changes.atom` beside it: what became known last, as an Atom feed (RFC 4287).

Nothing in it is of now: two builds of one copy are the same to the byte.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from lxml import etree

from warehouse.changes import AUTHORITY, Change, newest
from warehouse.connection import read_only

ATOM = "http://www.w3.org/2005/Atom"
ENTRIES = 200  # at most: what a reader takes in one go
#: what XML cannot hold (1.0, Char), however it is written
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(copy: Path, target: Path) -> int:
    """Write the feed of a published copy to a file; how many entries it has. Raises WarehouseError without a copy."""
    with read_only(copy) as connection:
        told = newest(connection, ENTRIES)
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    _add(feed, "id", f"tag:{AUTHORITY}:changes")
    _add(feed, "title", "onrecord: what became known")
    _add(feed, "updated", _moment(max((one.known_at for one in told), default=datetime(1970, 1, 1))))  # noqa: DTZ001
    _add(_add(feed, "author"), "name", "onrecord")
    _add(feed, "link", rel="self", type="application/atom+xml", href="changes.atom")
    for one in told:
        _entry(feed, one)
    target.write_bytes(etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True))
    return len(told)


def _entry(feed: etree._Element, one: Change) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", one.id)
    _add(entry, "title", one.headline)
    _add(entry, "updated", _moment(one.known_at))
    _add(entry, "category", term=one.kind)
    if re.match("https?://", one.document_url):  # a document that somebody imported may have a name alone
        _add(entry, "link", rel="alternate", href=one.document_url)
    _add(entry, "content", f"{one.sentence}\n{places(one)}", type="text")


def places(one: Change) -> str:
    """Document and cell of what tells it, and of what was before: `sha256 3f…, sheet Detention, cell E107`."""
    now = _place(one.document_id, one.sheet, one.cell)
    return f"{now}; before: {_place(one.old_document_id, one.old_sheet, one.old_cell)}" if one.old_document_id else now


def _place(document_id: str, sheet: str | None, cell: str | None) -> str:
    parts = (f"document {document_id}", sheet and f"sheet {sheet}", cell and f"cell {cell}")
    return ", ".join(part for part in parts if part)


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    added = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    added.text = None if text is None else UNWRITABLE.sub("�", text)
    return added


def _moment(at: datetime) -> str:
    return f"{at.isoformat(timespec='seconds')}Z"
