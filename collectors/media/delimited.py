"""The medium of a delimited text (CSV, TSV): rows of cells, each with the line in which a program for tables shows it.

Row 1 is the header, wherever the lines of the file break: a cell may hold a line end. Texts are as printed, white space
around them taken away.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from collectors.errors import BadContent, EmptyRelease
from collectors.media.encoding import text_of
from collectors.records import Document

_REMEDY = "Look at the bytes in the archive; the publisher may have put up another kind of file."
_LONGEST = 1 << 20  # characters of one cell: a quotation mark that nobody closes swallows the rest of a file
_DELIMITERS = ",;\t|"


class Row(NamedTuple):
    """`number`: 1 for the first row of the file, the header."""

    number: int
    cells: tuple[str, ...]


def address(row: int, column: int) -> str:
    """The place of a cell: row 12, column 4 (the first is 1) ▶ `r12c4`."""
    return f"r{row}c{column}"


def rows(document: Document, *, as_printed: bool = False) -> Iterator[Row]:
    """The header, then every row that is not blank. `as_printed`: white space in a cell stays as it is.

    The delimiter is the one of `,` `;` tab `|` that stands most often in the header. Raises BadContent for what is no
    text, or has a quotation mark that is never closed; EmptyRelease where there is no row.
    """
    text = text_of(document.content)
    if "\x00" in text:
        raise _bad(document, "a text", "bytes with NUL in them")
    begin = text.lstrip("\r\n\t ")
    header = begin.splitlines()[0] if begin else ""
    delimiter = max(_DELIMITERS, key=header.count)
    csv.field_size_limit(_LONGEST)
    lines = csv.reader(io.StringIO(begin, newline=""), delimiter=delimiter, strict=True)
    empty = True
    try:
        for number, cells in enumerate(lines, 1):
            squeezed = tuple(" ".join(cell.split()) for cell in cells)
            if any(squeezed):
                empty = False
                yield Row(number, tuple(cells) if as_printed else squeezed)
    except csv.Error as error:
        raise _bad(document, "rows of cells", f"{error} in line {lines.line_num}") from error
    if empty:
        raise EmptyRelease(document.name, expected="a header and rows", found="no row", remedy=_REMEDY)


def _bad(document: Document, expected: str, found: str) -> BadContent:
    return BadContent(document.name, expected=expected, found=found, remedy=_REMEDY)
