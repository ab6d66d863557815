"""The file of a workbook: a zip of parts (Open Packaging Conventions, ISO/IEC 29500-2), each verified before its use.

python-calamine compares no checksum, so a flipped bit would become another figure; here every part that is read is
unpacked once by zipfile, which does, and calamine is given what came of it. What a part claims about its own size is
bounded before it is unpacked.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from collectors.errors import BadContent
from collectors.media.sheet_xml import trimmed
from collectors.records import Document

#: A workbook of more than this, unpacked, is no statistics but a bomb: the largest real one has 16 MB.
MAX_UNPACKED = 256 * 1024 * 1024
#: what zipfile raises where a byte of a zip is wrong: RuntimeError (encrypted, unknown method), ValueError (an offset)
_TORN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, RuntimeError, ValueError, KeyError
)  # fmt: skip
_SAVED = re.compile(rb"<dcterms:modified[^>]*>([^<]+)<")
_CORE = "docProps/core.xml"
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_REMEDY = "Nothing was loaded; the bytes are kept in the archive. Fetch it again, or look at the page by hand."


@dataclass(frozen=True)
class Package:
    """The parts of a workbook's file, and what the workbook's own part says."""

    worksheets: dict[str, bytes]  # the visible sheets, in the order of the workbook, each with the XML of its cells
    relations: dict[str, bytes]  # of those sheets that point to anything, the XML that says where to
    hidden: list[str]  # the names of the sheets that are not shown
    recalculated: bool  # "recalculate when opened": the cached zeros of formulas may be a library's dummies
    from_1904: bool  # days are counted from 1904, not from 1900
    saved_at: datetime | None  # UTC, as the file says
    plain: bytes  # the same workbook as a zip that is not compressed: its parts as verified, blank cells left out

    @classmethod
    def open(cls, document: Document) -> Package:
        """Unpack what is shown. Raises BadContent where the bytes are no whole zip of a workbook, or unpack to a
        monster."""
        head = document.content[:512].lstrip().lower()
        if not head.startswith(b"pk"):
            html = b"<html" in head or b"<!doctype" in head
            found = "an HTML page" if html else f"bytes that begin {head[:16]!r}"
            raise BadContent(document.name, expected="an xlsx workbook (a zip)", found=found, remedy=_REMEDY)
        try:
            archive = zipfile.ZipFile(io.BytesIO(document.content))
            _refuse_monster(document, archive)
            _refuse_another_kind(document, archive)
            parts = {name: archive.read(name) for name in archive.namelist() if _is_beside_the_sheets(name)}
            book = etree.fromstring(parts[_WORKBOOK], _parser())
            sheets = _worksheets(book, etree.fromstring(parts[_RELATIONS], _parser()))
            shown = {part: trimmed(archive.read(part)) for _, part, visible in sheets if visible}
            there = {*archive.namelist()}
            pointing = {part: archive.read(of) for part in shown if (of := _relations_of(part)) in there}
        except (*_TORN, etree.XMLSyntaxError) as error:
            raise _torn(document, error) from error
        saved = _SAVED.search(parts.get(_CORE, b""))
        return cls(
            {name: shown[part] for name, part, visible in sheets if visible},
            {name: pointing[part] for name, part, visible in sheets if visible and part in pointing},
            [name for name, _, visible in sheets if not visible],
            any(_true(item.get("fullCalcOnLoad")) for item in book.iter("{*}calcPr")),
            any(_true(item.get("date1904")) for item in book.iter("{*}workbookPr")),
            _timestamp(saved[1].decode("utf-8", "replace")) if saved else None,
            _packed({**parts, **shown}),
        )

    def targets(self, name: str) -> dict[str, str]:
        """Where a visible sheet points to, by the id of the relation. Raises lxml.etree.XMLSyntaxError."""
        if name not in self.relations:
            return {}
        relations = etree.fromstring(self.relations[name], _parser()).iter("{*}Relationship")
        return {str(one.get("Id")): (one.get("Target") or "").strip() for one in relations}


def _refuse_monster(document: Document, archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED:
        found = f"{unpacked:,} bytes in {len(document.content):,} packed ones (a zip bomb)"
        raise BadContent(
            document.name, expected=f"at most {MAX_UNPACKED:,} bytes unpacked", found=found, remedy=_REMEDY
        )
    name, count = Counter(entry.filename for entry in entries).most_common(1)[0] if entries else ("", 0)
    if count > 1:  # two readers would take two different ones
        raise BadContent(document.name, expected="each part once", found=f"{name!r} {count} times", remedy=_REMEDY)


def _refuse_another_kind(document: Document, archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    if _WORKBOOK not in names or _RELATIONS not in names:
        found = f"a zip that is none ({', '.join(sorted(names)[:3])})"
        raise BadContent(document.name, expected="an xlsx workbook", found=found, remedy=_REMEDY)


def _is_beside_the_sheets(name: str) -> bool:
    """What a reader of workbooks reads beside the sheets."""
    return name.endswith((".xml", ".rels")) and not name.startswith("xl/worksheets/")


def _packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def _worksheets(book: etree._Element, rels: etree._Element) -> list[tuple[str, str, bool]]:
    """Sheets that hold cells: name, part, whether it is shown. Chart sheets and macro sheets hold none."""
    targets = {rel.get("Id"): rel.get("Target", "") for rel in rels if str(rel.get("Type")).endswith("/worksheet")}
    found = []
    for sheet in book.iter("{*}sheet"):
        ids = [value for name, value in sheet.attrib.items() if str(name).endswith("}id")]
        if ids and ids[0] in targets:
            visible = sheet.get("state", "visible") == "visible"
            found.append((str(sheet.get("name")), _part(targets[ids[0]]), visible))
    return found


def _part(target: str) -> str:
    """The name of a part that `xl/workbook.xml` points to: `worksheets/sheet1.xml`, `/xl/worksheets/sheet1.xml`."""
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _relations_of(part: str) -> str:
    """`xl/worksheets/sheet1.xml` ▶ `xl/worksheets/_rels/sheet1.xml.rels`."""
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def _true(value: str | None) -> bool:
    return value in ("1", "true")


def _torn(document: Document, error: Exception) -> BadContent:
    return BadContent(document.name, expected="a whole zip", found=f"a torn one ({error})", remedy=_REMEDY)


def _timestamp(text: str) -> datetime | None:
    """UTC; None for a time that is none: a file that does not say when it was saved."""
    try:
        when = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
        return when.astimezone(UTC).replace(tzinfo=None) if when.tzinfo else when
    except (ValueError, OverflowError):
        return None
