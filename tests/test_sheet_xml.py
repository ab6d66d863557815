"""Blank cells are cut off a sheet before it is laid out; nothing that it says is."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from collectors.media.package import Package
from collectors.media.sheet import column_letters
from collectors.media.sheet_xml import Span, extent, hyperlinks, merged, trimmed, without_value
from collectors.records import Document

HEAD = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = "</sheetData></worksheet>"
BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>'
)
OFFICE = RELATIONS.replace('/worksheet"', '/officeDocument"').replace("worksheets/sheet1.xml", "xl/workbook.xml")
CELLS = {
    "blank": '<c r="{0}" s="5"/>',
    "number": '<c r="{0}"><v>{1}</v></c>',
    "text": '<c r="{0}" t="inlineStr"><is><t>word {1}</t></is></c>',
    "formula": '<c r="{0}"><f>A1+1</f><v>{1}</v></c>',
    "no value": '<c r="{0}"><f>A1+1</f></c>',
    "error": '<c r="{0}" t="e"><v>#REF!</v></c>',
    "bare error": '<c r="{0}" t="e"/>',
    "no reference": "<c><v>{1}</v></c>",
    "blank without reference": "<c/>",
}
EXCEL = ["blank", "blank", "blank", "number", "text", "formula", "no value"]


def sheet(rows: list[list[str]], first: int = 1, between: str = "") -> bytes:
    """A sheet as Excel writes it: each row a list of the kinds of its cells, none for a row that closes itself."""
    lines = []
    for place, kinds in enumerate(rows):
        number = first + place
        cells = [CELLS[kind].format(f"{column_letters(c)}{number}", number * 100 + c) for c, kind in enumerate(kinds)]
        lines.append(f'<row r="{number}">{"".join(cells)}</row>' if kinds else f'<row r="{number}" ht="15"/>')
    return (HEAD + between.join(lines) + TAIL).encode()


def laid_out(xml: bytes) -> list[list[Any]]:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("_rels/.rels", OFFICE)
        archive.writestr("xl/workbook.xml", BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        archive.writestr("xl/worksheets/sheet1.xml", xml)
    file.seek(0)
    return CalamineWorkbook.from_filelike(file).get_sheet_by_name("S").to_python(skip_empty_area=False)


def says(xml: bytes) -> tuple[Any, ...]:
    return laid_out(xml), extent(xml), without_value(xml, recalculated=False), without_value(xml, recalculated=True)


ROWS = st.lists(st.lists(st.sampled_from(EXCEL), max_size=6), max_size=8)
ODD = st.lists(st.lists(st.sampled_from([*CELLS]), max_size=6), max_size=8)


@given(ROWS, st.sampled_from([1, 7]))
def test_a_sheet_says_the_same_without_its_blank_ends(rows: list[list[str]], first: int) -> None:
    xml = sheet(rows, first)
    assert says(trimmed(xml)) == says(xml)


@given(ODD)
def test_so_does_one_that_no_excel_has_written(rows: list[list[str]]) -> None:
    xml = sheet(rows)
    assert says(trimmed(xml)) == says(xml)


def test_what_is_cut() -> None:
    rows = [["blank"] * 3, ["number", "blank", "text", "blank"], [], ["blank"] * 2, ["number"]]
    cut = trimmed(sheet(rows))
    assert cut.count(b"<c ") == 4
    assert b'r="B2"' in cut  # stands before a cell that holds something
    assert b'r="D2"' not in cut
    assert cut.startswith(HEAD.encode())
    assert cut.endswith(TAIL.encode())


@pytest.mark.parametrize("between", ["<!-- </row> -->", "<!-- <c r='A1'/> -->"])
def test_a_sheet_with_comments_stays_as_it_is(between: str) -> None:
    xml = sheet([["number", "blank"], ["number", "blank"]], between=between)
    assert trimmed(xml) == xml


@pytest.mark.parametrize("kind", ["error", "bare error", "no reference", "blank without reference"])
def test_one_with_errors_or_without_references_too(kind: str) -> None:
    xml = sheet([["blank", "number", kind, "number", "blank"]])
    assert trimmed(xml) == xml


def test_a_writer_with_prefixes_and_one_with_other_quotes() -> None:
    xml = sheet([["number", "blank"], ["number", "blank"]])
    prefixed = (
        xml.replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"<x:?", b"<?").replace(b"xmlns=", b"xmlns:x=")
    )
    assert trimmed(prefixed) == prefixed
    other = xml.replace(b'r="', b"r='").replace(b'">', b"'>").replace(b'" s=', b"' s=")
    assert trimmed(other) == other


ERRORS = {
    "error": '<c r="{0}" s="5" t="e"><v>#N/A</v></c>',
    "calculated error": '<c r="{0}" t="e"><f>A1/0</f><v>#DIV/0!</v></c>',
    "shared error": '<c r="{0}" t="e"><f t="shared" si="0"/><v>#REF!</v></c>',
    "error without words": '<c r="{0}" t="e"><v> </v></c>',
    "error as text": '<c r="{0}" t="inlineStr"><is><t>t="e"</t></is></c>',
    "number": CELLS["number"],
    "formula": CELLS["formula"],
}


@given(st.lists(st.lists(st.sampled_from([*ERRORS]), max_size=5), max_size=5), st.booleans())
def test_errors_are_known_whoever_wrote_the_sheet(rows: list[list[str]], recalculated: bool) -> None:
    lines = [
        "".join(ERRORS[kind].format(f"{column_letters(c)}{r}", 7) for c, kind in enumerate(kinds))
        for r, kinds in enumerate(rows, 1)
    ]
    written = "".join(f'<row r="{r}">{cells}</row>' for r, cells in enumerate(lines, 1))
    excel, another = (f"{HEAD}{beside}{written}{TAIL}".encode() for beside in ("", "<!-- ='' -->"))
    assert without_value(excel, recalculated=recalculated) == without_value(another, recalculated=recalculated)


@pytest.mark.slow
def test_real_workbooks_of_all_publishers_say_the_same(corpus: Path) -> None:
    """The first three of each folder."""
    folders = {path.parent for path in (corpus / "agency").rglob("*.xlsx")}
    chosen = [path for folder in sorted(folders) for path in sorted(folder.glob("*.xlsx"))[:3]]
    assert len(folders) > 1
    for path in chosen:
        package = Package.open(Document(path.read_bytes(), path.name))
        whole = CalamineWorkbook.from_path(path)
        cut = CalamineWorkbook.from_filelike(io.BytesIO(package.plain))
        for name in package.worksheets:
            before, after = (book.get_sheet_by_name(name).to_python(skip_empty_area=False) for book in (whole, cut))
            assert repr(after) == repr(before), (path.name, name)  # as text: NaN is not equal to itself


@pytest.mark.parametrize(
    ("link", "cells"),
    [
        ('ref="B2" r:id="rId1"', {(1, 1): ("rId1", "")}),
        ('ref="A1:B2" r:id="rId1"', {cell: ("rId1", "") for cell in ((0, 0), (0, 1), (1, 0), (1, 1))}),
        ('r:id="rId2" ref="C3" location="top"', {(2, 2): ("rId2", "top")}),
        ('ref="A1:XFD1048576" r:id="rId1"', {}),  # a whole sheet is no cell
        ('ref="here" r:id="rId1"', {}),
        ('r:id="rId1"', {}),
    ],
)
def test_links_and_the_cells_that_they_cover(link: str, cells: dict[tuple[int, int], tuple[str, str]]) -> None:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    xml = f'{HEAD}</sheetData><hyperlinks xmlns:r="{space}"><hyperlink {link}/></hyperlinks></worksheet>'
    assert hyperlinks(xml.encode()) == cells


@pytest.mark.parametrize(
    ("listed", "spans"),
    [
        ('<mergeCells count="2"><mergeCell ref="C3:G3"/><mergeCell ref="A146:AA147"/></mergeCells>',
         [Span(2, 2, 2, 6), Span(145, 0, 146, 26)]),
        ("<x:mergeCells><x:mergeCell xr:uid='a' ref='B1:B2' /></x:mergeCells>", [Span(0, 1, 1, 1)]),
        ("", []),
    ],
)  # fmt: skip
def test_merged_cells_are_known(listed: str, spans: list[Span]) -> None:
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>mergeCell ref="A1:B2"</t></is></c></row>'
    assert merged(f"{HEAD}{rows}</sheetData>{listed}</worksheet>".encode()) == spans
