"""ICE's lists of 287(g) agreements: which list a file is, what its rows say, what becomes of an agreement."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from workbooks import pack

from collectors import registry
from collectors.agencies import ice_287g as source
from collectors.errors import EmptyRelease, LayoutChanged
from collectors.reading.document import Reading, read_document
from collectors.records import Document

FOLDER = "https://www.ice.gov/doclib/about/offices/ero/287g/"
FIXTURES = Path(__file__).parent / "fixtures" / "ice_287g"
PENDING = ["STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE"]
PARTICIPATING = [*PENDING, "SIGNED", "MOA"]
HARBOR = ["OHIO", "Harbor County Sheriff's Office", "County", "Harbor County", "Task Force Model"]
SIGNED = [*HARBOR, date(2025, 3, 7), "link"]


def fixture(name: str, address: str | None = None) -> Document:
    return Document((FIXTURES / name).read_bytes(), FOLDER + (address or name))


def listed(name: str, *rows: Sequence[object], saved: str = "2025-07-07T20:31:12Z") -> Document:
    """A list of one sheet at an address of that name."""
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    return Document(pack(book, saved), FOLDER + name)


def read(document: Document) -> Reading:
    return read_document(source, document, "")


def keys(reading: Reading) -> list[str]:
    assert reading.error is None, reading.error
    return [key.split("{")[1][:-1] for key in reading.tables["entry"]["entry_key"].to_pylist()]


def told(reading: Reading) -> list[tuple[str, str]]:
    rows = reading.tables["notice"].to_pylist() if "notice" in reading.tables else []
    return [(row["kind"], row["cell"]) for row in rows]


# ── Finding ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_landing_page_names_both_lists() -> None:
    page = Document((FIXTURES / "landing.html").read_bytes(), source.SOURCE.start[0], "text/html")
    assert [link.url.rsplit("/", 1)[1] for link in source.discover(page)] == [
        "participatingAgencies07072025pm.xlsx",
        "pendingAgencies07072025pm.xlsx",
    ]


def test_a_page_without_lists_is_refused() -> None:
    page = Document(b"<html><a href='/doclib/287gMOA/a.pdf'>x</a></html>", source.SOURCE.start[0], "text/html")
    with pytest.raises(LayoutChanged, match="none on the page"):
        list(source.discover(page))


def test_which_addresses_are_lists() -> None:
    owned = {name: source.SOURCE.owns(FOLDER + name) for name in ("ParticipatingEntities.xlsx", "a/b.xlsx", "x.pdf")}
    assert owned == {"ParticipatingEntities.xlsx": True, "a/b.xlsx": False, "x.pdf": False}


# ── Which list it is ─────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("document", "list_"),
    [
        (fixture("participating_swapped.xlsx"), "participating"),  # a column SIGNED, and nothing in it
        (fixture("pending.xlsx", "participatingAgencies01202026am.xlsx"), "participating"),
        (fixture("participating_2021.xlsx", "pendingAgencies01202026am.xlsx"), "pending"),
    ],
    ids=["blank days", "no days", "days"],
)
def test_a_file_that_holds_the_rows_of_the_other_list_is_refused(document: Document, list_: str) -> None:
    with pytest.raises(LayoutChanged, match=f"expected the rows of ice.287g_{list_}; found those of"):
        source.edition(document)


@pytest.mark.parametrize("name", ["pending.xlsx", "participating_2021.xlsx"])
def test_where_the_name_tells_nothing_the_rows_do(name: str) -> None:
    assert read(fixture(name, "list.xlsx")).scope == name.split(".")[0].split("_")[0]


def test_a_header_alone_is_a_pending_list_and_no_list_of_agreements_in_force() -> None:
    empty = read(listed("pendingAgencies11062025pm.xlsx", PENDING))
    assert (empty.scope, keys(empty), told(empty)) == ("pending", [], [("empty_list", "A1")])
    assert keys(read(listed("pendingAgencies11062025pm.xlsx", PARTICIPATING))) == []
    for name in ("participatingAgencies11062025pm.xlsx", "list.xlsx"):
        assert isinstance(read(listed(name, PARTICIPATING)).error, EmptyRelease)


@pytest.mark.parametrize(
    "header",
    [PENDING[:-1], [*PENDING[:-1], "PROGRAM"], [*PENDING, "STATE"], ["By state", "Agreements"], []],
)
def test_a_list_without_its_key_is_refused(header: list[str]) -> None:
    assert isinstance(read(listed("pendingAgencies.xlsx", header, HARBOR)).error, LayoutChanged)


def test_a_title_above_and_another_order_are_the_same_list() -> None:
    rows = [["287(g) pending agencies"], [], PENDING[::-1], HARBOR[::-1]]
    plain = read(listed("pendingAgencies.xlsx", PENDING, HARBOR))
    assert keys(read(listed("pendingAgencies.xlsx", *rows))) == keys(plain)


# ── Rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("place", "printed"),
    [
        (1, "HARBOR COUNTY SHERIFF’S OFFICE"),
        (1, "Harbor  County Sheriffs Office "),
        (1, "Harbor Co. Sheriff`s Office"),
        (0, "OHOI\u200b"),
        (0, "Ohio "),
        (0, "OH"),
        (4, "TFM"),
        (4, "Task Forces Model"),
        (4, "Task Force Officer"),
        (4, "task  force model"),
    ],
)
def test_one_agreement_however_it_is_written(place: int, printed: str) -> None:
    row = [*HARBOR]
    row[place] = printed
    reading = read(listed("pendingAgencies.xlsx", PENDING, row))
    if printed == "OHOI\u200b":  # too short to be told from another
        assert told(reading) == [("unknown_label", "A2")]
    else:
        assert keys(reading) == ["state=ohio,agency=harbor county sheriffs office,support_type=task force model"]


def test_the_code_of_its_state_is_the_state_and_no_other_word_is() -> None:
    row = ["INDIANA", "City of Pier in Harbor", "", "", "WSO"]
    assert keys(read(listed("pendingAgencies.xlsx", PENDING, row))) == [
        "state=indiana,agency=city of pier in harbor,support_type=warrant service officer"
    ]


def test_a_second_row_is_told_by_its_day_whatever_the_order() -> None:
    older = [*HARBOR, date(2020, 6, 9), "link"]
    for rows in ([older, SIGNED], [SIGNED, older]):
        reading = read(listed("participatingAgencies.xlsx", PARTICIPATING, *rows))
        entries = reading.tables["entry"].to_pylist(maps_as_pydicts="strict")
        second = {row["attributes"]["signed_on"]: row["entry_key"].endswith(",entry=2}") for row in entries}
        assert second == {"2020-06-09": False, "2025-03-07": True}
        assert [kind for kind, _ in told(reading)] == ["printed_twice"]


@pytest.mark.parametrize(
    ("cell", "as_printed", "as_day"),
    [
        (date(2025, 3, 7), "2025-03-07", "2025-03-07"),
        ("3/7/2025", "3/7/2025", "2025-03-07"),
        (45723, "45723", "2025-03-07"),
        ("6/30/20026", "6/30/20026", ""),
        ("05/082025", "05/082025", ""),
        (date(5025, 7, 7), "5025-07-07", ""),
        (date(2025, 8, 1), "2025-08-01", ""),  # after the list was saved
        (date(1989, 8, 1), "1989-08-01", ""),
        ("13/40/2025", "13/40/2025", ""),
        (1e12, "1000000000000", ""),
    ],
)
def test_a_day_that_cannot_be_stays_as_printed(cell: object, as_printed: str, as_day: str) -> None:
    rows = [SIGNED, SIGNED, [*HARBOR[:1], "Pier", *HARBOR[2:], cell, "link"]]
    reading = read(listed("participatingAgencies.xlsx", PARTICIPATING, *rows))
    said = dict(reading.tables["entry"]["attributes"][2].as_py())
    assert (said["signed"], said["signed_on"]) == (as_printed, as_day)
    assert [cell for kind, cell in told(reading) if kind == "date_slipped"] == ([] if as_day else ["F4"])
    (counts,) = reading.tables["sheet"].to_pylist()
    assert counts["numeric_cells"] == counts["entry_cells"] == isinstance(cell, (int, float))


def test_an_unknown_column_is_told_and_its_numbers_are_accounted_for() -> None:
    reading = read(listed("pendingAgencies.xlsx", [*PENDING, "OFFICERS", 2025], [*HARBOR, 12, 3], [1]))
    assert told(reading) == [("unknown_column", "F1"), ("unknown_column", "G1"), ("row_not_read", "B3")]
    assert {(row["cell"], row["reason"]) for row in reading.tables["omission"].to_pylist()} == {
        ("F2", "not in the list"), ("G2", "not in the list"), ("A3", "not in the list"),
    }  # fmt: skip


def on_two_sheets(row: Sequence[object], other: Sequence[object]) -> Reading:
    book = openpyxl.Workbook()
    for sheet, printed in ((book.worksheets[0], row), (book.create_sheet("Ended"), other)):
        sheet.append(PENDING)
        sheet.append(list(printed))
    return read(Document(pack(book, "2025-07-07T20:31:12Z"), FOLDER + "pendingAgencies.xlsx"))


def test_a_list_that_stands_on_two_sheets_is_read_once() -> None:
    reading = on_two_sheets(HARBOR, HARBOR)
    assert (len(keys(reading)), told(reading)) == (1, [("unknown_table", None)])


def test_of_two_sheets_that_list_others_nobody_knows_which_is_the_list() -> None:
    error = on_two_sheets(HARBOR, [HARBOR[0], "Pier Police Department", *HARBOR[2:]]).error
    assert isinstance(error, LayoutChanged)
    assert "one sheet of ice.287g_pending; found the sheets 'Sheet' and 'Ended'" in str(error)


def test_the_header_once_more_is_no_agreement() -> None:
    reading = read(listed("pendingAgencies.xlsx", PENDING, HARBOR, [word.title() for word in PENDING]))
    assert (len(keys(reading)), told(reading)) == (1, [("row_not_read", "A3")])


# ── Real lists ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_every_row_of_the_real_lists_is_an_entry(corpus: Path) -> None:
    module = registry.source("ice_287g")
    files = sorted((corpus / "agency" / "ice_287g").glob("*.xlsx"))
    assert len(files) == 30
    for path in files:
        reading = read_document(module, Document(path.read_bytes(), FOLDER + path.name), "")
        assert reading.error is None, reading.error
        sheets = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        rows = [row for row in sheets.get_sheet_by_index(0).to_python() if any(str(cell).strip() for cell in row)]
        assert reading.rows("entry") == len(rows) - 1, path.name
        assert reading.scope == ("pending" if path.name.startswith("pending") else "participating")
        for counts in reading.tables["sheet"].to_pylist():
            assert counts["numeric_cells"] == counts["entry_cells"] + counts["omitted_cells"]
            assert counts["omitted_cells"] == reading.rows("omission")
