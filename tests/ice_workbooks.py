"""ICE workbooks with something done to them, and what the reader then says: shared by the tests of that source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from fixtures.ice_detention_statistics import make
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import pack

from collectors.agencies import ice_detention_statistics as ice
from collectors.errors import OnrecordError
from collectors.records import Document

FIXTURES = Path(__file__).parent / "fixtures" / "ice_detention_statistics"
URL = "https://www.ice.gov/doclib/detention/"
NAME = "FY25_detentionStats02032025.xlsx"
SAVED = "2025-02-03T20:00:00Z"
DETENTION, FACILITIES, FOOTNOTES, ATD = "Detention FY25", "Facilities FY25", "Footnotes", "ATD FY25 YTD"
Change = Callable[[Worksheet], object]
#: dataflow ▶ its figures, whatever their cells
Figures = dict[str, Counter[tuple[str, str, float | None]]]


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


def by_dataflow(document: Document) -> Figures:
    figures: Figures = {}
    for row in observed(document):
        said = row["series_key"], row["time_period"], row["value"]
        figures.setdefault(row["dataflow"], Counter())[said] += 1
    return figures


@cache
def untouched(file: str = "fy2025.xlsx") -> Figures:
    """What the fixture says as it is."""
    return by_dataflow(changed({}, file))


def refused_whole(document: Document, kind: type[OnrecordError], expected: str, found: str) -> None:
    """The document is refused with an error of that kind that names it, what was expected and what was found."""
    with pytest.raises(kind) as raised:
        read(document)
    error = raised.value
    assert type(error) is kind
    assert error.document == document.name
    assert expected in error.expected
    assert found in error.found
    for part in (error.document, error.table or "", error.expected, error.found, error.remedy):
        assert part in str(error)


def refused(
    document: Document,
    table: str,
    expected: str,
    found: str,
    file: str = "fy2025.xlsx",
    also: Collection[str] = (),
) -> None:
    """A table (its title or its dataflow; `sheet …` for a whole sheet) is refused in these words, and nothing but that
    table is lost or read as anything else. `also`: dataflows that a change of several tables may cost as well."""
    tables = read(document)
    rows = tables["refusal"].to_pylist()
    named = [row for row in rows if table in (row["table_title"] or row["dataflow"] or f"sheet {row['sheet']}")]
    assert [row for row in named if expected in row["expected"] and found in row["found"]], rows
    left, lost = by_dataflow(document), {row["dataflow"] for row in rows if row["dataflow"]} | {*also}
    for dataflow, figures in untouched(file).items():
        if dataflow in lost:
            assert not left.get(dataflow, Counter()) - figures, dataflow
        else:
            assert left.get(dataflow) == figures, dataflow
    accounted(tables)


def accounted(tables: dict[str, pa.Table]) -> None:
    """Every number of every sheet is an observation or an omission, and none of them both or twice."""
    for sheet in tables["sheet"].to_pylist():
        assert (
            sheet["numeric_cells"]
            == sheet["observed_cells"] + sheet["entry_cells"] + sheet["axis_cells"] + sheet["omitted_cells"]
        )
    omitted = tables["omission"].to_pylist() if "omission" in tables else []
    places = [(row["sheet"], row["cell"]) for row in omitted]
    assert len(places) == len(set(places))
    assert not {*places} & {(row["sheet"], row["cell"]) for row in tables["observation"].to_pylist()}
