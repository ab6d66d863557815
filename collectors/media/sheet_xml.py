"""The XML of a worksheet: without the blank cells that its rows end in; and what python-calamine does not tell of it,
how far it reaches, which cells lost their value and which are links.

A cell that holds an error (`#REF!`), or a formula without a cached value, is blank to calamine; here it is found, so
that it can be told from a cell that nobody filled in. Most sheets have neither, which two searches of the bytes show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

_REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_MOST_OF_A_LINK = 1 << 16  # cells that one link may cover
_CELL_TEXT = 120  # characters of a formula that are kept
#: a cell with an error, as Excel writes it, with or without a formula
_ERROR = re.compile(rb"""<c r="([A-Z]{1,3})(\d{1,7})"(?: s="\d+")? t="e">(?:<f>[^<]*</f>)?<v>([!-%'-;=-~]+)</v></c>""")
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?\bref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""")


class Span(NamedTuple):
    """Cells that are merged into one: first and last row and column, from 0. Its words stand in the first of them."""

    top: int
    left: int
    bottom: int
    right: int


class Extent(NamedTuple):
    """Rows and columns from A1 to the last cell that holds anything."""

    rows: int
    columns: int

    @property
    def cells(self) -> int:
        return self.rows * self.columns


def trimmed(xml: bytes) -> bytes:
    """The same sheet without rows of blank cells (`<c …/>`), and without those that a row ends in.

    That is five sixths of the cells of real workbooks, formatted and empty. What is not written as Excel writes it
    (cells without references, prefixes, comments), or holds an error, stays as it is.
    """
    begin = xml.find(b"<row ")
    if begin < 0 or b't="e"' in xml or (b"!" in xml and b"<!" in xml):
        return xml
    kept, rest = list[bytes](), begin
    while (end := xml.find(b"</row>", rest)) >= 0:
        if (last := xml.rfind(b"</c>", rest, end)) >= 0:
            kept.append(xml[rest : last + 4])
        rest = end + 6
    cells = b"</row>".join([*kept, b""])
    if cells.count(b"<c") != cells.count(b'<c r="'):
        return xml
    return xml[:begin] + cells + xml[rest:]


def extent(xml: bytes) -> Extent:
    """How far the cells of a sheet reach that hold anything. Raises lxml.etree.XMLSyntaxError.

    Of each row the last cell that is not `<c …/>` is asked; what a writer with namespace prefixes, or without
    references, has made is parsed instead.
    """
    ends = ((row, row.rfind(b"<c ", 0, max(row.rfind(b"</c>"), 0))) for row in xml.split(b"</row>")[:-1])
    found = [_REFERENCE.search(row, begin) for row, begin in ends if begin >= 0]
    last = [one.groups() for one in found if one]
    if not found or len(last) < len(found):
        return _parsed_extent(xml)
    columns = {letters for letters, _ in last}
    return Extent(max(int(number) for _, number in last), max(column_number(one.decode()) for one in columns))


def merged(xml: bytes) -> list[Span]:
    """The merged cells of a sheet, which its XML lists after its rows."""
    found = _MERGED.findall(xml, max(xml.rfind(b"</row>"), 0))
    corners = [[column_number(a.decode()), int(b), column_number(c.decode()), int(d)] for a, b, c, d in found]
    return [Span(top - 1, left - 1, bottom - 1, right - 1) for left, top, right, bottom in corners]


def column_number(letters: str) -> int:
    """`A` ▶ 1, `AA` ▶ 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def without_value(xml: bytes, *, recalculated: bool) -> dict[tuple[int, int], str]:
    """The cells that hold an error or a formula without a value, by row and column from 0, each with its text.

    `recalculated`: the workbook is to be calculated when it is opened, so a formula's 0 is no value either.
    Raises lxml.etree.XMLSyntaxError.
    """
    if not _suspicious(xml, recalculated):
        count = xml.count(b't="e"')
        errors = _ERROR.findall(xml) if count and b"<!" not in xml else []
        if len(errors) == count:
            return {(int(row) - 1, column_number(c.decode()) - 1): text.decode() for c, row, text in errors}
    found = {}
    for row, column, cell in _cells(xml):
        if (text := _lost(cell, recalculated)) is not None:
            found[row, column] = text
    return found


def hyperlinks(xml: bytes) -> dict[tuple[int, int], tuple[str, str]]:
    """The cells that are links, by row and column from 0: the id of the relation that has the address (`''` where it is
    none), and the place in it that is meant (`''` where none is). Raises lxml.etree.XMLSyntaxError."""
    if b"hyperlink" not in xml:
        return {}
    found = {}
    root = etree.fromstring(_beside_rows(xml), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    for link in root.iter("{*}hyperlink"):
        ids = [value for name, value in link.attrib.items() if str(name).endswith("}id")]
        for cell in _cells_of(link.get("ref", "")):
            found[cell] = (str(ids[0]) if ids else "", link.get("location", ""))
    return found


def _beside_rows(xml: bytes) -> bytes:
    """A sheet without its rows, where Excel has written them: what is said of cells elsewhere is a small part of it."""
    begin, end = xml.find(b"<sheetData>"), xml.rfind(b"</sheetData>")
    if begin < 0 or end < 0 or b"<!" in xml:
        return xml
    return xml[:begin] + xml[end + len(b"</sheetData>") :]


def _cells_of(reference: str) -> Iterator[tuple[int, int]]:
    """`B2`, `B2:C3` ▶ row and column of each cell, from 0; a range of more than a column has is none."""
    corners = [_CELL.fullmatch(part) for part in reference.split(":")]
    places = [(int(one[2]) - 1, column_number(one[1]) - 1) for one in corners if one]
    if places:
        (top, left), (bottom, right) = places[0], places[-1]
        if (bottom - top + 1) * (right - left + 1) <= _MOST_OF_A_LINK:
            yield from ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))


def _suspicious(xml: bytes, recalculated: bool) -> bool:
    """Whether a sheet may hold a formula without a value: formulas and values are counted, for that is quick. Where a
    writer formats its XML in another way than Excel the answer is yes."""
    opening = xml[:4096]
    if b"<worksheet" not in opening or b"='" in opening:
        return True
    formulas = xml.count(b"<f", 0, xml.rfind(b"</sheetData>"))  # no other element of a row begins so
    if not formulas:
        return False
    return recalculated or b"<v></v>" in xml or xml.count(b"</f><v>") + xml.count(b"/><v>") != formulas


def _lost(cell: etree._Element, recalculated: bool) -> str | None:
    """The text of a cell that has no value and should; None for every other cell."""
    value = (cell.findtext("{*}v") or "").strip()
    kind = cell.get("t", "n")
    if kind == "e":
        return value or "#ERROR"
    formula = cell.find("{*}f")
    if formula is None or kind in ("str", "inlineStr"):  # a formula that gives the empty text
        return None
    if value and not (recalculated and value == "0"):
        return None
    return f"={formula.text or ''}"[:_CELL_TEXT]


def _parsed_extent(xml: bytes) -> Extent:
    rows = columns = 0
    for row, column, cell in _cells(xml):
        if len(cell):
            rows, columns = max(rows, row + 1), max(columns, column + 1)
    return Extent(rows, columns)


def _cells(xml: bytes) -> Iterator[tuple[int, int, etree._Element]]:
    """Row and column (from 0) of each cell; a reference that is left out is the one after the cell before."""
    row = column = -1
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    for line in root.iter("{*}row"):
        number = line.get("r", "")
        row, column = int(number) - 1 if number.isdecimal() else row + 1, -1
        for cell in line.iterchildren("{*}c"):
            place = _REFERENCE.search(f'r="{cell.get("r", "")}"'.encode())
            column = column_number(place[1].decode()) - 1 if place else column + 1
            yield (int(place[2]) - 1 if place else row), column, cell
