"""The file of a PDF: whether it is whole, open and of a size that can be read, and what it says of itself.

The library repairs what it can and goes on without the rest, which would be a page without some of its figures. So
what is damaged is refused here, before anything of it is read.
"""

from __future__ import annotations

import io
import logging
import re
import struct
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from itertools import islice
from typing import Any, NamedTuple

from pdfminer.pdfdocument import PDFPasswordIncorrect, PDFXRefFallback
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSException
from pdfplumber.page import Page
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from collectors.errors import BadContent
from collectors.records import Document

MAX_PAGES = 40  # twice those of the largest known; a page takes .2 s, and a document 15 s at most
MAX_UNPACKED = 256 << 20  # bytes of all packed streams of a file: more is no publication but a bomb
_REMEDY = "Nothing of it is loaded; get a whole copy, or look at the bytes in the archive."
#: what the library raises on bytes that are not what they say they are; it has no list of its own
BROKEN = (
    PdfminerException, MalformedPDFException, PSException, ValueError, TypeError, LookupError, AttributeError,
    ArithmeticError, AssertionError, RecursionError, NotImplementedError, OSError, EOFError, zlib.error, struct.error,
)  # fmt: skip
_PIECE = 1 << 16
#: what begins as zlib packs (RFC 1950): the method, and a check of two bytes
_HEADS = b"".join(re.escape(bytes([a, b])) + b"|" for a in range(0x08, 0x79, 0x10) for b in range(256)
                  if (a << 8 | b) % 31 == 0 and not b & 0x20).rstrip(b"|")  # fmt: skip
_STREAM = re.compile(rb"stream\r?\n(?=(" + _HEADS + rb"))", re.DOTALL)
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:(Z)|([+-])(\d\d)'?(\d\d)?'?)")
# They repair what they can and warn of each repair; what matters of that is judged here, and told as an error.
for _name in ("pdfminer", "pdfplumber"):
    logging.getLogger(_name).setLevel(logging.ERROR)


class Properties(NamedTuple):
    """What a file says of itself: its title, when it was last saved (UTC); None where it does not say."""

    title: str | None
    saved_at: datetime | None


def properties(document: Document) -> Properties:
    """Raises BadContent for what is no whole PDF, is locked by a password or has too many pages."""
    with opened(document) as pdf:
        said: Mapping[str, Any] = pdf.metadata
        title = said.get("Title")
        words = " ".join(title.split()) if isinstance(title, str) else ""
        return Properties(words or None, _moment(said.get("ModDate")) or _moment(said.get("CreationDate")))


def opened(document: Document) -> PDF:
    """Raises BadContent for what is no whole PDF, is locked by a password or has too many pages."""
    body = document.content
    if b"%PDF-" not in body[:1024]:
        html = b"<html" in body[:1024].lower()
        raise bad(document, "a PDF", "an HTML page" if html else f"bytes that begin {body[:16]!r}")
    if b"%%EOF" not in body[-2048:]:
        raise bad(document, "a whole PDF", f"a torn one of {len(body):,} bytes, without its end")
    _refuse_damaged(document)
    try:
        pdf = PDF.open(io.BytesIO(body))
        count = sum(1 for _ in islice(PDFPage.create_pages(pdf.doc), MAX_PAGES + 1))
        said = resolve1(resolve1(pdf.doc.catalog["Pages"])["Count"])
        made = len(pdf.pages) if count <= MAX_PAGES else count
    except BROKEN as error:
        cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
        if isinstance(cause, PDFPasswordIncorrect):
            remedy = "Nothing of it is loaded; ask the publisher for a copy that is not locked."
            raise BadContent(document.name, expected="an open PDF", found="a password", remedy=remedy) from error
        raise bad(document, "a whole PDF", f"{type(cause).__name__}: {str(cause)[:120]}") from error
    if count > MAX_PAGES:
        raise bad(document, f"at most {MAX_PAGES} pages", "more")
    if any(isinstance(table, PDFXRefFallback) for table in pdf.doc.xrefs):
        raise bad(document, "a whole PDF", "a torn one: the list of its objects is damaged")
    if not made == count == said:
        raise bad(document, f"the {said} pages that the file says it has", f"{count}")
    return pdf


def _refuse_damaged(document: Document) -> None:
    """Every packed stream is unpacked once, piece by piece, and thrown away: the library unpacks it without asking how
    large it will be, and goes on with a part where the rest is damaged. Locked streams look like damaged ones."""
    body, left, locked = document.content, MAX_UNPACKED, b"/Encrypt" in document.content
    for begin in _STREAM.finditer(body):
        inflating, at = zlib.decompressobj(), begin.start(1)
        try:
            while not inflating.eof:
                piece = inflating.unconsumed_tail
                if not piece:
                    piece, at = body[at : at + _PIECE], at + _PIECE
                if not piece:
                    raise zlib.error("it ends in the middle")
                left -= len(inflating.decompress(piece, 1 << 20))
                if left < 0:
                    raise bad(document, f"at most {MAX_UNPACKED >> 20} MiB, unpacked", "more (a bomb)")
        except zlib.error as error:
            if not locked:
                raise bad(document, "a whole PDF", f"a damaged part at byte {begin.start(1):,} ({error})") from error


def refuse_torn(document: Document, page: Page) -> None:
    """What draws a page must be there: the library takes a missing part for an empty one."""
    if not all(isinstance(resolve1(one), PDFStream) for one in page.page_obj.contents):
        raise bad(document, f"what draws page {page.page_number}", "nothing: the file is torn")


def bad(document: Document, expected: str, found: str) -> BadContent:
    """The error of a file that is not what it should be."""
    return BadContent(document.name, expected=expected, found=found, remedy=_REMEDY)


def _moment(said: object) -> datetime | None:
    """`D:20210809081243-04'00'` ▶ UTC; None for what is no such time, or has no zone."""
    found = _DATE.fullmatch(said.strip()) if isinstance(said, str) else None
    if found is None:
        return None
    *local, _, sign, hours, minutes = found.groups()
    ahead = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    year, month, day, hour, minute, second = (int(part or 0) for part in local)
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=timezone(ahead)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
