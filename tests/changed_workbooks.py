"""ICE workbooks of the fixtures with something done to them, and what is read of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest
from fixtures.ice_detention_statistics import make
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import pack

from collectors.agencies import ice_detention_statistics as ice
from collectors.errors import OnrecordError
from collectors.records import Document

URL = "https://www.ice.gov/doclib/detention/"
NAME = "FY25_detentionStats02032025.xlsx"
SAVED = "2025-02-03T20:00:00Z"
DETENTION, FACILITIES, FOOTNOTES = "Detention FY25", "Facilities FY25", "Footnotes"
Change = Callable[[Worksheet], object]


def changed(changes: dict[str, Change], file: str = "fy2025.xlsx", saved: str = SAVED) -> Document:
    """The workbook of a fixture, with something done to some of its sheets."""
    workbook = make.BOOKS[file]().workbook
    for sheet, change in changes.items():
        change(workbook[sheet])
    return Document(pack(workbook, saved), URL + NAME)


def cell(address: str, value: Any) -> Change:
    def change(sheet: Worksheet) -> None:
        assert sheet[address].value is not None or value is not None
        sheet[address].value = value

    return change


def cells(**values: Any) -> Change:
    def change(sheet: Worksheet) -> None:
        for address, value in values.items():
            sheet[address].value = value

    return change


def read(document: Document) -> dict[str, pa.Table]:
    return {table.kind: table.rows for table in ice.read(document)}


def observed(document: Document, **where: Any) -> list[dict[str, Any]]:
    rows = read(document)["observation"].to_pylist()
    return [row for row in rows if all(row[name] == value for name, value in where.items())]


def notices(document: Document, kind: str) -> list[dict[str, Any]]:
    rows = read(document).get("notice")
    return [row for row in rows.to_pylist() if row["kind"] == kind] if rows else []


def refused(document: Document, kind: type[OnrecordError], table: str, expected: str, found: str) -> None:
    """The error is of that kind and names document, table, what was expected and what was found."""
    with pytest.raises(kind) as raised:
        read(document)
    error = raised.value
    assert type(error) is kind
    assert error.document == document.name
    assert table in (error.table or "")
    assert expected in error.expected
    assert found in error.found
    for part in (error.document, error.table or "", error.expected, error.found, error.remedy):
        assert part in str(error)
