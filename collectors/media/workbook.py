"""The medium of a workbook: sheets as grids with true cell addresses, tables found by their titles, footnotes.

Read with python-calamine, empty margins kept, so that row 0, column 0 is cell A1. Only visible sheets are read;
a hidden one holds superseded figures and is named in a notice. Rows and columns that are hidden inside a visible
sheet are read like any other.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import chain, compress
from operator import ne
from typing import Any

import numpy as np
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from collectors.errors import BadContent
from collectors.records import Document
from collectors.tables.periods import commonest, us_dates

#: A workbook of more than this, unpacked, is no statistics but a bomb: the largest real one has 16 MB.
MAX_UNPACKED = 256 * 1024 * 1024
#: what zipfile raises where a byte of a zip is wrong: RuntimeError (encrypted, unknown method), ValueError (an offset)
_TORN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, RuntimeError, ValueError
)  # fmt: skip
#: Every cell between A1 and the last filled one takes memory, and a stray one in the last row and column ends the
#: process. Real sheets say up to 17,054,703 (most of it formatting, which costs nothing).
MAX_CELLS = 100_000_000
_DIMENSION = re.compile(rb'<dimension ref="(?:[A-Z]+[0-9]+:)?([A-Z]+)([0-9]+)"')
_SAVED = re.compile(rb"<dcterms:modified[^>]*>([^<]+)<")
_NUMBER = (float, int)


def column_letters(column: int) -> str:
    """0 ▶ `A`, 26 ▶ `AA`."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


LETTERS = [column_letters(column) for column in range(16_384)]


def address(row: int, column: int) -> str:
    return f"{LETTERS[column]}{row + 1}"


class _Kinds(dict[type, int]):
    """The class of a cell ▶ number, text, or anything else (a date, a flag), told apart without a step of Python."""

    def __missing__(self, kind: type) -> int:
        return 0


NUMBER, TEXT = 1, 2
_KINDS = _Kinds({float: NUMBER, int: NUMBER, str: TEXT})


@lru_cache(maxsize=1 << 14)  # a release repeats its words, and so do the releases
def _folded(text: str) -> str:
    return " ".join(text.split())


class Sheet:
    """A visible sheet. `rows[r][c]` is what the cell holds, white space folded, `''` where it is blank; `numbers[r, c]`
    its number, or NaN (a date is no number), `numeric[r, c]` whether it has one, `filled[r, c]` whether there is
    anything to read."""

    def __init__(self, name: str, position: int, rows: list[list[Any]]) -> None:
        self.name, self.position, self.rows = name, position, rows
        self.height, self.width = len(rows), len(rows[0]) if rows else 0
        # Told apart in C: a step of Python for each of a million cells would take as long as reading the files.
        flat = [*chain.from_iterable(rows)]
        shape = self.height, self.width
        kinds = np.frombuffer(bytes(map(_KINDS.__getitem__, map(type, flat))), np.uint8).reshape(shape)
        self.numeric, text = kinds == NUMBER, kinds == TEXT
        self.numbers = np.full(shape, np.nan)
        self.numbers[self.numeric] = [*compress(flat, self.numeric.ravel().tolist())]
        self.filled = ~text  # a blank cell is the text ''
        text &= np.frombuffer(bytes(map(bool, flat)), np.bool_).reshape(shape)
        printed = [*compress(flat, text.ravel().tolist())]
        words = [*map(_folded, printed)]
        self._texts = *(at.tolist() for at in text.nonzero()), words
        for r, c, folded in compress(zip(*self._texts, strict=True), map(ne, words, printed)):
            rows[r][c] = folded
        self.filled[text] = [*map(bool, words)]
        self._filled = self.filled.tobytes()  # one byte a cell, so that a stretch of blank ones is found at once

    @property
    def strings(self) -> Iterator[tuple[int, int, str]]:
        """Row, column and words of every text, row by row."""
        return compress(zip(*self._texts, strict=True), self._texts[-1])

    def text(self, row: int, column: int) -> str:
        """The words of a cell, white space folded; '' where it is blank, beyond the sheet, or no text."""
        if row < self.height and column < self.width:
            cell = self.rows[row][column]
            if cell.__class__ is str:
                return cell
        return ""

    def label(self, row: int, column: int) -> str:
        """Like `text`, numbers and dates included: `2021`, `2024-05-01`."""
        cell = self.rows[row][column] if row < self.height and column < self.width else ""
        if cell.__class__ in _NUMBER:
            return f"{cell:.15g}"
        return cell.isoformat() if isinstance(cell, date) else self.text(row, column)

    def figures(self, row: int, left: int, right: int) -> list[int]:
        """The columns of a row, from `left` to before `right`, that hold numbers; none beyond the sheet."""
        found = self.numeric[row : row + 1, left:right].nonzero()[1]
        return [left + c for c in found.tolist()]

    def is_blank(self, row: int, left: int, right: int) -> bool:
        """Whether no cell of a row from `left` to before `right` holds anything to read."""
        start = row * self.width
        return 1 not in self._filled[start + left : start + min(right, self.width)]


@dataclass(slots=True)
class Grid:
    """A table found on a sheet by its title: the header row, the columns from `left` to before `right`, the rows of
    its body down to the first blank one."""

    sheet: Sheet
    title: str
    row: int  # of the title
    left: int
    right: int
    header: int
    body: list[int]

    @property
    def at(self) -> tuple[int, int]:
        """Row and column of the title."""
        return self.row, self.left

    def headers(self) -> list[tuple[int, str]]:
        """(column, header) of each column that has one."""
        filled = self.sheet.filled[self.header : self.header + 1, self.left : self.right].nonzero()[1]
        cells = ((column, self.sheet.label(self.header, column)) for column in (filled + self.left).tolist())
        return [(column, label) for column, label in cells if label]

    def columns(self) -> list[tuple[int, str]]:
        """(column, header) of each header, the column being the one of its span that holds the figures: a header
        merged over several columns is printed over the first of them only."""
        cells = self.headers()
        edges = [column for column, _ in cells[1:]] + [self.right]
        return [(self._filled(column, edge), label) for (column, label), edge in zip(cells, edges, strict=True)]

    def _filled(self, column: int, edge: int) -> int:
        if edge == column + 1:
            return column
        return column + int(self.sheet.filled[self.body, column:edge].any(axis=0).argmax())


@dataclass(slots=True)
class Workbook:
    """The visible sheets of a document, read one at a time, and what the file says of itself."""

    document: Document
    sheet_names: list[str]
    hidden: list[str]
    saved_at: datetime | None  # UTC, from docProps/core.xml
    _book: CalamineWorkbook
    _read: dict[str, Sheet] = field(default_factory=dict)

    @classmethod
    def open(cls, document: Document) -> Workbook:
        """Raises BadContent where the bytes are no workbook: HTML, a torn or a monstrous zip, no sheet inside."""
        saved = _inspect(document)
        try:
            book = CalamineWorkbook.from_filelike(io.BytesIO(document.content))
        except CalamineError as error:
            raise BadContent(
                document.name,
                expected="an xlsx workbook",
                found=f"a zip that is none ({error})",
                remedy="Look at the bytes in the archive; the publisher may have put up another kind of file.",
            ) from error
        visible = [m.name for m in book.sheets_metadata if m.visible == SheetVisibleEnum.Visible]
        hidden = [m.name for m in book.sheets_metadata if m.visible != SheetVisibleEnum.Visible]
        return cls(document, visible, hidden, saved, book)

    def sheet(self, name: str) -> Sheet:
        """One visible sheet. Raises BadContent where it cannot be read."""
        if name not in self._read:
            try:
                rows = self._book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            except CalamineError as error:
                raise BadContent(
                    self.document.name,
                    table=f"sheet {name!r}",
                    expected="a readable sheet",
                    found=str(error),
                    remedy="Fetch the file again; if it stays so, the publisher's copy is damaged.",
                ) from error
            self._read[name] = Sheet(name, self.sheet_names.index(name), rows)
        return self._read[name]


def _inspect(document: Document) -> datetime | None:
    """When the file was saved. Raises BadContent before anything is unpacked that should not be."""
    remedy = "Nothing was loaded; the bytes are kept in the archive. Fetch it again, or look at the page by hand."
    head = document.content[:512].lstrip().lower()
    if not head.startswith(b"pk"):
        found = "an HTML page" if b"<html" in head or b"<!doctype" in head else f"bytes that begin {head[:16]!r}"
        raise BadContent(document.name, expected="an xlsx workbook (a zip)", found=found, remedy=remedy)
    try:
        with zipfile.ZipFile(io.BytesIO(document.content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > MAX_UNPACKED:
                found = f"{unpacked:,} bytes in {len(document.content):,} packed ones (a zip bomb)"
                expected = f"at most {MAX_UNPACKED:,} bytes unpacked"
                raise BadContent(document.name, expected=expected, found=found, remedy=remedy)
            for name in archive.namelist():
                if name.startswith("xl/worksheets/") and (cells := _cells(archive, name)) > MAX_CELLS:
                    raise BadContent(
                        document.name,
                        table=name,
                        expected=f"a sheet of at most {MAX_CELLS:,} cells",
                        found=f"one that reaches over {cells:,} (a stray cell far out)",
                        remedy=remedy,
                    )
            core = archive.read("docProps/core.xml") if "docProps/core.xml" in archive.namelist() else b""
    except _TORN as error:
        raise BadContent(document.name, expected="a whole zip", found=f"a torn one ({error})", remedy=remedy) from error
    saved = _SAVED.search(core)
    return _timestamp(saved[1].decode()) if saved else None


def _cells(archive: zipfile.ZipFile, name: str) -> int:
    """How many cells a sheet reaches over, as it says itself in its first lines; 0 where it does not say."""
    with archive.open(name) as part:
        found = _DIMENSION.search(part.read(2048))
    if not found:
        return 0
    column = 0
    for letter in found[1]:
        column = column * 26 + letter - 64
    return column * int(found[2])


def _timestamp(text: str) -> datetime | None:
    """UTC; None for a time that is none: a file that does not say when it was saved."""
    try:
        when = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        return None
    return when.astimezone(UTC).replace(tzinfo=None) if when.tzinfo else when


def grids(sheet: Sheet, is_title: Callable[[str], object]) -> Iterator[Grid]:
    """Every table of a sheet whose title `is_title` knows, from top to bottom.

    A table is as wide as to the next text in the row of its title, or to another title that begins beside its rows
    (tables stand side by side, not always at one height); its body ends at the first blank row or at another title.
    """
    titles = {(r, c): text for r, c, text in sheet.strings if is_title(text)}
    for (r, c), text in titles.items():
        edge = next((k for k in range(c + 1, sheet.width) if sheet.text(r, k)), sheet.width)
        header, body = _extent(sheet, titles, r, c, edge)
        last = body[-1] if body else header
        beside = [k for (row, k) in titles if r <= row <= last and c < k < edge]
        if beside:
            edge = min(beside)
            header, body = _extent(sheet, titles, r, c, edge)
        yield Grid(sheet, text, r, c, edge, header, body)


def _extent(
    sheet: Sheet, titles: Container[tuple[int, int]], title: int, left: int, right: int
) -> tuple[int, list[int]]:
    """The header row of a table (the first with anything in it) and the rows of its body."""
    rows = range(title + 1, sheet.height)
    header = next((row for row in rows if not sheet.is_blank(row, left, right)), sheet.height)
    body = []
    for row in range(header + 1, sheet.height):
        if sheet.is_blank(row, left, right) or (row, left) in titles:
            break
        body.append(row)
    return header, body


def fill_down(labels: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Row labels in several columns, the outer ones printed once over several rows, or merged: repeat them."""
    filled: list[tuple[str, ...]] = []
    for row in labels:
        above = filled[-1] if filled else ("",) * len(row)
        last = max((k for k, label in enumerate(row) if label), default=-1)
        filled.append(tuple(label or (above[k] if k < last else "") for k, label in enumerate(row)))
    return filled


class Footnotes:
    """The days of a sheet of footnotes: for each family of tables the day up to which its data run.

    `families` maps a family to the pattern of its term (first column) and of the sentence that holds the day, as in
    `… updated through MM/DD/YYYY`, `… a snapshot as of MM/DD/YYYY`. A day that no calendar has, or that lies after
    `saved`, is a slip: it does not count and is kept in `slips` with its row.
    """

    _SAID = re.compile(r"(?:through|snapshot as(?: of)?)\D{0,4}(\d\S*)")

    def __init__(self, sheet: Sheet | None, saved: date | None, families: Mapping[str, tuple[str, str]]) -> None:
        self.saved = saved
        self.slips: list[tuple[int, str, str]] = []  # row, day as printed, sentence
        self._blocks: dict[str, list[tuple[str, int]]] = {}  # term ▶ its sentences with a day or a colon, their rows
        term, printed = "", [*sheet.strings] if sheet else []
        terms = min((column for _, column, _ in printed), default=0)  # the first column that holds words
        for row, column, text in printed:
            if column == terms:
                term = text
            elif text.endswith(":") or self._SAID.search(text):
                self._blocks.setdefault(term, []).append((text, row))
        found = {family: self.find(*patterns) for family, patterns in families.items()}
        self.days = {family: when for family, when in found.items() if when}
        self.commonest = commonest(self.days.values())

    def find(self, term: str, sentence: str, below: str = "") -> date | None:
        """The day of the first such sentence of a block; of those after the line `below`, where the block has it."""
        blocks = (lines for name, lines in self._blocks.items() if re.search(term, name, re.IGNORECASE))
        lines = [line for block in blocks for line in block]
        start = next((k for k, (text, _) in enumerate(lines) if below and re.search(below, text)), 0)
        for text, row in lines[start:]:
            said = self._SAID.search(text)
            if said and re.search(sentence, text, re.IGNORECASE):
                days = us_dates(said[1])
                if days and not (self.saved and days[0] > self.saved):
                    return days[0]
                if (row, said[1], text) not in self.slips:
                    self.slips.append((row, said[1], text))
        return None
