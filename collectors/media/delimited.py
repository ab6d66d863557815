"""The medium of a delimited text (CSV, TSV): rows of cells, each with the line in which a program for tables shows it.

Row 1 is the first one of the file, blank or not, wherever its lines break: a cell may hold a line end. Texts are as
printed, white space around them taken away.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from collectors.errors import BadContent, EmptyRelease
from collectors.media.coded import Coded
from collectors.media.encoding import text_of
from collectors.media.sheet import Sheet
from collectors.records import Document

_REMEDY = "Look at the bytes in the archive; the publisher may have put up another kind of file."
_LONGEST = 1 << 20  # characters of one cell: a quotation mark that nobody closes swallows the rest of a file
_DELIMITERS = ",;\t|"


class Row(NamedTuple):
    """`number`: 1 for the first row of the file."""

    number: int
    cells: tuple[str, ...]


def sheet(document: Document) -> Sheet:
    """The whole text as a sheet without a name, rows and columns counted as in the file, blank rows included: what is
    written as a number is one. Raises what `rows` raises."""
    coded = Coded.of(_lines(document))
    if not any(coded.printed):
        raise _empty(document)
    return Sheet(None, 0, [], coded=coded)


def rows(document: Document, *, as_printed: bool = False) -> Iterator[Row]:
    """The header, then every row that is not blank. `as_printed`: white space in a cell stays as it is.

    The delimiter is the one of `,` `;` tab `|` that stands most often in the header. Raises BadContent for what is no
    text, or has a quotation mark that is never closed; EmptyRelease where there is no row.
    """
    blank = True
    for number, cells in enumerate(_lines(document), 1):
        squeezed = tuple(" ".join(cell.split()) for cell in cells)
        if any(squeezed):
            blank = False
            yield Row(number, tuple(cells) if as_printed else squeezed)
    if blank:
        raise _empty(document)


def _lines(document: Document) -> Iterator[list[str]]:
    """Every row as printed, blank ones too."""
    text = text_of(document.content)
    if "\x00" in text:
        raise _bad(document, "a text", "bytes with NUL in them")
    header = re.match(r"[^\r\n]*", text.lstrip("\r\n "))
    delimiter = max(_DELIMITERS, key=header[0].count if header else "".count)
    csv.field_size_limit(_LONGEST)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from lines
    except csv.Error as error:
        raise _bad(document, "rows of cells", f"{error} in line {lines.line_num}") from error


def _bad(document: Document, expected: str, found: str) -> BadContent:
    return BadContent(document.name, expected=expected, found=found, remedy=_REMEDY)


def _empty(document: Document) -> EmptyRelease:
    return EmptyRelease(document.name, expected="a header and rows", found="no row", remedy=_REMEDY)
