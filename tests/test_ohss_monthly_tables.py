"""OHSS's monthly tables that are not what they were: each change is refused, told, or changes no figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from fixtures.ohss_monthly_tables import make
from openpyxl.worksheet.worksheet import Worksheet
from toy_source import MemoryArchive
from workbooks import pack

from collectors.agencies import ohss_monthly_tables as ohss
from collectors.archive.log import Fetch
from collectors.errors import LayoutChanged, OnrecordError
from collectors.reading.document import read_document
from collectors.records import Document
from warehouse import check
from warehouse.declarations import declare
from warehouse.definitions import define
from warehouse.load import load

FIXTURES = Path(__file__).parent / "fixtures" / "ohss_monthly_tables"
FOLDER = "https://ohss.dhs.gov/sites/default/files/"
URL = f"{FOLDER}2024-11/2024_1108_ohss_immigration-enforcement-and-legal-processes-tables-july-2024.xlsx"
REGION, CITIZENSHIP, SECTOR = (
    "CBP Encounter by Type + Region", "SWB Encounters by Citizenship", "SWB Enc by Sector+Field Ofc"
)  # fmt: skip
USBP, BOOK_OUTS, ARRESTS = "SWB USBP", "CBP SWB Book-Outs by Citp", "ERO Arrests by Citizenship"
CRIMINALITY, REPATRIATIONS, CHNV = "ERO Arrests by Criminality", "DHS Repats by Type", "CHNV Paroles"
SHEETS = (REGION, CITIZENSHIP, SECTOR, USBP, BOOK_OUTS, ARRESTS, CRIMINALITY, REPATRIATIONS, CHNV)
#: the sheets that are held against another one
BESIDE = {CITIZENSHIP: USBP, BOOK_OUTS: CITIZENSHIP}
Change = Callable[[Worksheet], object]
Figures = dict[tuple[str, str], float | None]


def changed(sheet: str, change: Change) -> Document:
    """The workbook of July with one sheet (and the one that it is held against), and something done to it."""
    workbook = make.book(make.JULY, sheet, BESIDE.get(sheet, sheet)).workbook
    change(workbook[sheet])
    return Document(pack(workbook, make.JULY.saved), URL)


@lru_cache(maxsize=2)  # each test asks the same document for its figures and its refusals
def read(document: Document) -> dict[str, pa.Table]:
    return {table.kind: table.rows for table in ohss.read(document)}


def rows(document: Document, kind: str = "observation") -> list[dict[str, Any]]:
    found = read(document).get(kind)
    return [] if found is None else found.to_pylist()


def figures(document: Document) -> Figures:
    return {(row["series_key"], row["time_period"]): row["value"] for row in rows(document)}


@cache
def untouched() -> Figures:
    return figures(Document((FIXTURES / "july.xlsx").read_bytes(), URL))


@cache
def of_sheet(sheet: str) -> str:
    """The dataflow of a sheet."""
    return next(table.flow for table in make.tables(make.JULY) if table.sheet == sheet)


def refusal(document: Document, sheet: str) -> str | None:
    """Why the table of a sheet is refused; None where it is read."""
    try:
        refused = [row for row in rows(document, "refusal") if row["dataflow"] == of_sheet(sheet)]
    except LayoutChanged as error:  # it was the only table
        return f"{error.expected} / {error.found}"
    return f"{refused[0]['expected']} / {refused[0]['found']}" if refused else None


def wrong(document: Document) -> Figures:
    """The figures that are not those of the publisher."""
    try:
        found = figures(document)
    except OnrecordError:
        return {}
    return {at: value for at, value in found.items() if at not in untouched() or untouched()[at] != value}


# ── What is done to a sheet ──────────────────────────────────────────────────────────────────────────────────────────
def cells(**values: Any) -> Change:
    def change(sheet: Worksheet) -> None:
        for at, value in values.items():
            sheet[at].value = value

    return change


def swapped(one: str, other: str) -> Change:
    def change(sheet: Worksheet) -> None:
        sheet[one].value, sheet[other].value = sheet[other].value, sheet[one].value

    return change


def without_row(row: int) -> Change:
    def change(sheet: Worksheet) -> None:
        spans = [str(span) for span in sheet.merged_cells.ranges]
        for span in spans:
            sheet.unmerge_cells(span)
        sheet.delete_rows(row)
        for span in spans:
            if span.endswith("3"):  # captions stand above the row
                sheet.merge_cells(span)

    return change


def with_column(at: int, *, merges: bool = True, first: int = 1, last: int = 99) -> Change:
    """A blank column put in, in some of the rows; the merged captions move along, or stay where they are."""

    def change(sheet: Worksheet) -> None:
        spans = [span.bounds for span in sheet.merged_cells.ranges if span.min_row == 3]
        for span in [str(span) for span in sheet.merged_cells.ranges]:
            sheet.unmerge_cells(span)
        for row in range(first, min(last, sheet.max_row) + 1):
            for column in range(sheet.max_column, at - 1, -1):
                sheet.cell(row, column + 1).value = sheet.cell(row, column).value
            sheet.cell(row, at).value = None
        for left, top, right, bottom in spans:
            by_left, by_right = (merges and left >= at), (merges and right >= at)
            sheet.merge_cells(start_row=top, end_row=bottom, start_column=left + by_left, end_column=right + by_right)

    return change


def months_moved(by: int) -> Change:
    def change(sheet: Worksheet) -> None:
        body = [row for row in range(5, 40) if sheet.cell(row, 2).value]
        words = [sheet.cell(row, 2).value for row in body]
        for row, word in zip(body, words[by:] + words[:by], strict=True):
            sheet.cell(row, 2).value = word

    return change


def figures_moved(sheet: Worksheet) -> None:
    """All figures a row too low."""
    for row in range(28, 5, -1):
        for column in range(3, sheet.max_column + 1):
            sheet.cell(row, column).value = sheet.cell(row - 1, column).value


def cell_lost(row: int, column: int) -> Change:
    """A cell taken out of a row, those after it moved along."""

    def change(sheet: Worksheet) -> None:
        for c in range(column, sheet.max_column + 1):
            sheet.cell(row, c).value = sheet.cell(row, c + 1).value

    return change


def unmerged(span: str) -> Change:
    return lambda sheet: sheet.unmerge_cells(span)


def remerged(span: str, other: str) -> Change:
    def change(sheet: Worksheet) -> None:
        caption, bounds = sheet[span.split(":")[0]].value, other.split(":")[0]
        sheet.unmerge_cells(span)
        sheet[span.split(":")[0]].value = None
        sheet[bounds].value = caption
        sheet.merge_cells(other)

    return change


# ── Layouts that changed ─────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("sheet", "change", "words"),
    [
        pytest.param(REGION, cells(A18=None), "the fiscal year 2024 in A18", id="a year is missing"),
        pytest.param(REGION, cells(A5=None), "a fiscal year in A5", id="the first year is missing"),
        pytest.param(REGION, cells(A18=None, A19="2024 YTD"), "2024 in A18", id="a year a row too low"),
        pytest.param(REGION, cells(A18="2025 YTD"), "2024 in A18", id="a year is left out"),
        pytest.param(REGION, cells(A5=2024, A18="2025 YTD"), "as in the title", id="all years are one too late"),
        pytest.param(REGION, cells(A9=2022), "no other year in A9", id="a year in the row of a month"),
        pytest.param(REGION, cells(A18="to date"), "2024 in A18", id="words in place of a year"),
        pytest.param(REGION, months_moved(1), "a month, or the total of a year, in B5", id="months a row too high"),
        pytest.param(REGION, months_moved(-1), "a month, or the total of a year, in B5", id="months a row too low"),
        pytest.param(REGION, swapped("B8", "B9"), "in row 8", id="two months changed places"),
        pytest.param(REGION, cells(B8="Dezember"), "a month", id="a month that is none"),
        pytest.param(REGION, cells(B8=None), "a month", id="a month is blank"),
        pytest.param(REGION, without_row(9), "in row 9", id="a month is missing"),
        pytest.param(REGION, without_row(17), "twelve months of 2023", id="a closed year lacks its last month"),
        pytest.param(REGION, without_row(28), "as in the title", id="the last month is missing"),
        pytest.param(REGION, figures_moved, "add up to the whole year", id="figures a row too low"),
        pytest.param(REGION, cell_lost(9, 3), "the last column", id="a cell is lost"),
        pytest.param(REGION, swapped("C3", "F3"), "'total' first", id="the total's caption and another"),
        pytest.param(REGION, swapped("F3", "I3"), "in their order", id="two captions changed places"),
        pytest.param(REGION, swapped("G4", "H4"), "in their order", id="two headers changed places"),
        pytest.param(REGION, swapped("F4", "H4"), "'total' first", id="a total is not first"),
        pytest.param(REGION, unmerged("F3:H3"), "merged over column G", id="a caption is not merged"),
        pytest.param(REGION, cells(F3=None), "merged over column F", id="a caption is blank"),
        pytest.param(REGION, remerged("F3:H3", "G3:H3"), "merged over column F", id="a caption begins too late"),
        pytest.param(REGION, cells(C3=None, F3=None, I3=None), "a row of captions", id="no captions"),
        pytest.param(REGION, cells(G4=None), "a header over each column", id="a header is blank"),
        pytest.param(REGION, with_column(7, first=4, last=4), "a header over each column", id="headers moved along"),
        pytest.param(REGION, with_column(7, first=5), "figures below each header", id="figures moved along"),
        pytest.param(REGION, with_column(7, merges=False), "merged over", id="a column, and captions that stayed"),
        pytest.param(REGION, cells(A4="Year"), "a header that begins with", id="another header"),
        pytest.param(REGION, cells(D2="All of the borders"), None, id="words beside the title"),
        pytest.param(USBP, cells(E2=None, C3="A caption"), "'total' first", id="a header that is none"),
        pytest.param(USBP, swapped("D3", "E3"), "the alphabet", id="two countries of the alphabet"),
        pytest.param(USBP, swapped("G3", "H3"), "as the last", id="a country and the others"),
        pytest.param(CITIZENSHIP, swapped("D4", "E4"), "under each caption", id="two countries of one agency"),
        pytest.param(CRIMINALITY, swapped("D3", "G3"), "known under its caption", id="two captions of criminality"),
        pytest.param(CRIMINALITY, swapped("E4", "F4"), "in their order", id="two headers of criminality"),
        pytest.param(CRIMINALITY, cells(C4="All"), "merged over column C", id="another word that stands alone"),
        pytest.param(REPATRIATIONS, swapped("I3", "L3"), "known under its caption", id="two captions of types"),
        pytest.param(SECTOR, swapped("D3", "H3"), "in their order", id="two agencies"),
        pytest.param(BOOK_OUTS, swapped("F3", "I3"), "the figures of ohss.swb_enc", id="two countries as captions"),
        pytest.param(BOOK_OUTS, swapped("F3", "L3"), "as the last", id="a country and the others as captions"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read_is_refused(sheet: str, change: Change, words: str | None) -> None:
    document = changed(sheet, change)
    said = refusal(document, sheet)
    assert (words in said) if words and said else said is words, said
    assert not wrong(document)


def test_two_countries_of_all_agencies_are_found_by_another_table() -> None:
    def change(sheet: Worksheet) -> None:
        for one, other in (("D4", "E4"), ("H4", "I4"), ("L4", "M4")):
            swapped(one, other)(sheet)

    document = changed(CITIZENSHIP, change)
    assert "the figures of ohss.swb_usbp_encounters" in (refusal(document, CITIZENSHIP) or "")
    assert not wrong(document)


#: lists of which only the next edition can tell that two labels changed places (docs/sources/ohss_monthly_tables.md)
UNKNOWABLE = {(ARRESTS, 3)}


@pytest.mark.slow
@pytest.mark.parametrize("sheet", SHEETS)
def test_words_over_columns_that_changed_places_never_give_a_wrong_figure(sheet: str) -> None:
    workbook = make.book(make.JULY, sheet).workbook[sheet]
    top = 4 if workbook["A4"].value == "Fiscal Year" else 3
    tried = 0
    for row in {3, top}:
        words = [c for c in range(3, workbook.max_column + 1) if workbook.cell(row, c).value]
        for one, other in pairwise(words):
            a, b = workbook.cell(row, one), workbook.cell(row, other)
            places = {a.value, b.value} - {"Total", "Other"}
            if a.value == b.value or ((sheet, row) in UNKNOWABLE and len(places) == 2):
                continue
            document = changed(sheet, swapped(a.coordinate, b.coordinate))
            assert not wrong(document), (a.value, b.value)
            assert refusal(document, sheet), (a.value, b.value)
            tried += 1
    assert tried


@pytest.mark.slow
@pytest.mark.parametrize("sheet", [REGION, SECTOR, ARRESTS])
def test_a_row_or_column_more_or_less_never_gives_a_wrong_figure(sheet: str) -> None:
    tried: Counter[bool] = Counter()
    for row in (3, 4, 5, 9, 16, 17, 18, 27):
        tried[refusal(document := changed(sheet, without_row(row)), sheet) is None] += 1
        assert not wrong(document), row
    for column in (1, 3, 5):
        for change in (
            with_column(column),
            with_column(column, merges=False),
            with_column(column, first=4, last=4),
            with_column(column, first=5),
            with_column(column, first=9, last=9),
        ):
            tried[refusal(document := changed(sheet, change), sheet) is None] += 1
            assert not wrong(document), column
    assert tried[True], "a blank column changes nothing"
    assert tried[False]


# ── What changes no figure, or is told ───────────────────────────────────────────────────────────────────────────────
def test_a_blank_column_is_no_column() -> None:
    for column in (3, 7, 12):
        document = changed(REGION, with_column(column))
        flow = of_sheet(REGION)
        assert figures(document) == {at: v for at, v in untouched().items() if at[0].startswith(flow + "{")}


def test_headers_may_be_merged_with_the_captions_above_them() -> None:
    def change(sheet: Worksheet) -> None:
        for column in "ABC":
            sheet[f"{column}3"].value, sheet[f"{column}4"].value = sheet[f"{column}4"].value, None
            sheet.merge_cells(f"{column}3:{column}4")

    document = changed(SECTOR, change)
    assert refusal(document, SECTOR) is None
    assert figures(document) == {at: v for at, v in untouched().items() if at[0].startswith(of_sheet(SECTOR) + "{")}


def test_the_number_of_a_footnote_is_no_part_of_a_word() -> None:
    """Where no note has it, it is: then the word is another one."""
    document = changed(REPATRIATIONS, cells(J4="Withdrawals1,2", M4="Withdrawals3"))
    assert refusal(document, REPATRIATIONS) is None
    assert not wrong(document)
    document = changed(REPATRIATIONS, cells(I4="Total Enforcement Returns42"))
    said = "a header that is known under its caption / 'DHS Enforcement Returns / Total Enforcement Returns42'"
    assert refusal(document, REPATRIATIONS) == said


def test_an_unknown_header_of_a_closed_list_is_a_new_series_and_told() -> None:
    document = changed(REGION, cells(H4="Seaports", K4="Seaports", E4="Seaports"))
    (one, *_) = rows(document, "notice")
    assert (one["kind"], one["found"]) == ("unknown_label", "Total CBP / Seaports")
    assert {series for series, _ in wrong(document)} == {
        f"ohss.encounters_by_type_and_region{{encounter_type={each},region=seaports}}"
        for each in ("total", "enforcement_encounters", "administrative_encounters")
    }


def test_an_unknown_header_below_its_caption_is_a_new_series_and_told() -> None:
    document = changed(CRIMINALITY, cells(F4="Drug Offenses"))
    assert [row["found"] for row in rows(document, "notice")] == ["Convicted Criminals / Drug Offenses"]
    series = "ohss.ero_arrests_by_criminality{criminality=convicted_criminals_drug_offenses}"
    assert {key for key, _ in wrong(document)} == {series}


def test_an_unknown_title_leaves_its_figures_out_and_says_so() -> None:
    tables = {table.kind: table.rows for table in ohss.read(changed(CITIZENSHIP, cells(A2="CBP Encounters: 2023")))}
    omitted = tables["omission"].to_pylist()
    assert sum(row["cells"] for row in omitted if row["reason"] == "table not known") == 12 * 24 + 1
    assert [row["kind"] for row in tables["notice"].to_pylist()] == ["unknown_table"]


@pytest.mark.parametrize(
    ("note", "mark", "expected"),
    [
        ("D  Data withheld to limit disclosure.", "D", (None, "Q")),
        ("- Represents zero.", "-", (0.0, "A")),
        ("NA Not available.", "NA", (None, "O")),
        ("X Not applicable.", "X", (None, "M")),
        ("X Not available.", "X", (None, "O")),
        ("Nothing of marks.", "D", (None, "Q")),
        ("Nothing of marks.", "X", (None, "M")),
        ("Nothing of marks.", "-", (None, "O")),
    ],
)
def test_marks_mean_what_the_notes_say(note: str, mark: str, expected: tuple[float | None, str]) -> None:
    document = changed(REGION, cells(A32=note, D9=mark))
    (found,) = [row for row in rows(document) if row["cell"] == "D9"]
    assert (found["value"], found["obs_status"], found["value_text"]) == (*expected, mark)
    assert not rows(document, "notice")


def test_a_blank_cell_is_told() -> None:
    document = changed(REGION, cells(D9=None))
    assert [(row["kind"], row["cell"]) for row in rows(document, "notice")] == [("figure_missing", "D9")]
    assert not wrong(document)


@pytest.mark.parametrize(
    ("note", "through", "status", "told"),
    [
        ("Data are current as of August 30, 2024; more later.", "2024-07-31", "A", None),
        ("Data are current through July 15, 2024; more later.", "2024-07-15", "P", None),
        ("Data are current as of June 15, 2024.", "2024-07-31", "A", "date_slipped"),
        ("Data are current as of December 15, 2024.", "2024-07-31", "A", "date_slipped"),  # after the save
        ("No day at all.", "2024-07-31", "A", "day_inferred"),
    ],
)
def test_data_run_to_the_last_month_or_to_the_day_on_which_they_were_taken(
    note: str, through: str, status: str, told: str | None
) -> None:
    document = changed(REGION, cells(A31=note))
    found = {row["time_period"]: row for row in rows(document) if row["cell"] in ("C28", "C18", "C5")}
    assert {str(row["data_through"]) for row in found.values()} == {through}
    assert found["2024-07"]["obs_status"] == status
    assert (str(found["2023-10-01/P1Y"]["period_end"]), found["2023-10-01/P1Y"]["obs_status"]) == (through, "P")
    assert (str(found["2022-10-01/P1Y"]["period_end"]), found["2022-10-01/P1Y"]["obs_status"]) == ("2023-09-30", "A")
    assert [row["kind"] for row in rows(document, "notice")] == ([told] if told else [])


@pytest.mark.parametrize("month", ["June 2024", "August 2024"])
def test_a_title_of_another_month_is_told_where_the_months_add_up(month: str) -> None:
    title = f"Nationwide CBP Encounters by Encounter Type and Region: Fiscal Years 2023 to 2024 YTD ({month})"
    document = changed(REGION, cells(A2=title))
    assert [row["kind"] for row in rows(document, "notice")] == ["date_slipped"]
    assert {str(row["data_through"]) for row in rows(document)} == {"2024-07-31"}
    assert not wrong(document)


def test_a_title_that_says_no_time_is_known() -> None:
    document = changed(REGION, cells(A2="Nationwide CBP Encounters by Encounter Type and Region1: to date"))
    assert refusal(document, REGION) is None
    assert not wrong(document)
    assert {str(row["data_through"]) for row in rows(document)} == {"2024-07-31"}


def test_months_to_come_are_no_end_of_the_data() -> None:
    """Rows of August and September, with `X` or nothing in them."""

    def change(sheet: Worksheet) -> None:
        for span in [str(span) for span in sheet.merged_cells.ranges if span.min_row > 3]:
            sheet.unmerge_cells(span)
        sheet.insert_rows(29, 2)
        for row, name in ((29, "August"), (30, "September")):
            sheet.cell(row, 2).value = name
            for column in range(3, 12):
                sheet.cell(row, column).value = "X" if row == 29 else None

    document = changed(REGION, change)
    assert refusal(document, REGION) is None
    assert {str(row["data_through"]) for row in rows(document)} == {"2024-07-31"}
    assert {period for _, period in wrong(document)} == {"2024-08"}
    assert {row["obs_status"] for row in rows(document) if row["time_period"] == "2024-08"} == {"M"}


# ── Discovery ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_landing_page_names_the_workbooks() -> None:
    page = Document((FIXTURES / "landing.html").read_bytes(), ohss.SOURCE.start[0], "text/html")
    name = "immigration-enforcement-and-legal-processes-tables"
    assert [(link.url, link.title) for link in ohss.discover(page)] == [
        (f"{FOLDER}2024-12/2024_1206_ohss_{name}-august-2024.xlsx", "August 2024 (XLSX)"),
        (f"{FOLDER}2024-06/24-0607_ohss_{name}-february-2024.xlsx", "February 2024"),
    ]


def test_a_page_without_workbooks_is_no_answer() -> None:
    with pytest.raises(LayoutChanged, match="links that match"):
        list(ohss.discover(Document(b"<html><body><p>Moved.</p></body></html>", ohss.SOURCE.start[0], "text/html")))


@pytest.mark.parametrize(
    ("url", "ours"),
    [
        (URL, True),
        (URL.replace("sites/default/files", "system/files"), True),
        (f"{FOLDER}2024-10/24-1011_ohss_immigration-enforcement-and-legal-processes-tables-june-2024_2.xlsx", True),
        (f"{FOLDER}2024-12/ielp-table-202408.csv", False),
        ("https://ohss.dhs.gov/khsm/KHSM%20Encounters%20(USBP)%20fy25m11.xlsx", False),
        ("https://example.org/immigration-enforcement-and-legal-processes-tables-july-2024.xlsx", False),
        (ohss.SOURCE.start[0], False),
    ],
)
def test_which_addresses_are_ours(url: str, ours: bool) -> None:
    assert ohss.SOURCE.owns(url) is ours


def test_an_edition_says_how_far_it_runs() -> None:
    said = ohss.edition(Document((FIXTURES / "august.xlsx").read_bytes(), URL))
    assert (said.data_through, said.scope) == ({"": date(2024, 8, 31)}, "FY2024")
    assert said.saved_at == datetime(2024, 12, 6, 15)  # noqa: DTZ001  UTC


# ── Two editions ─────────────────────────────────────────────────────────────────────────────────────────────────────
def fill(connection: duckdb.DuckDBPyConnection, august: bytes) -> None:
    """Two editions, loaded: July seen in November, August in December."""
    archive = MemoryArchive()
    define(connection)
    declare(connection, {ohss.SOURCE.id: ohss})
    july = (FIXTURES / "july.xlsx").read_bytes()
    for month, content, seen in (("july", july, datetime(2024, 11, 8)), ("august", august, datetime(2024, 12, 6))):  # noqa: DTZ001
        url, at = f"{FOLDER}immigration-enforcement-and-legal-processes-tables-{month}.xlsx", seen.replace(tzinfo=UTC)
        archive.saw(content, Fetch(ohss.SOURCE.id, url, "ok", fetched_at=at, basis="live", observed_at=at))
    load(connection, archive, {ohss.SOURCE.id: ohss})  # type: ignore[arg-type]  the archive of the tests


@pytest.fixture(scope="module")
def editions() -> Iterator[duckdb.DuckDBPyConnection]:
    """The two fixtures."""
    with duckdb.connect() as connection:
        fill(connection, (FIXTURES / "august.xlsx").read_bytes())
        yield connection


@pytest.mark.slow
def test_a_second_edition_shows_what_changed_and_nothing_else(editions: duckdb.DuckDBPyConnection) -> None:
    revised = editions.execute("""
        select series_key, time_period, old_value, new_value from core.revision order by all
    """).fetchall()
    more = 70.0  # March 2023, in the second edition
    series = "ohss.ero_arrests_by_criminality{{criminality={}}}"
    assert {row[0] for row in revised if row[0].startswith("ohss.ero_arrests_by_criminality")} == {
        series.format(each) for each in ("total", "non_criminal", "pending_criminal_charges")
    }
    assert all(
        new - old == more and period in ("2023-03", "2022-10-01/P1Y")
        for key, period, old, new in revised
        if key.startswith("ohss.ero_arrests_by_criminality")
    )
    assert not [row for row in revised if row[0].startswith(("ohss.chnv", "ohss.repatriations"))]


@pytest.mark.slow
def test_a_column_that_moved_is_the_same_series(editions: duckdb.DuckDBPyConnection) -> None:
    places = editions.execute("""
        select cell from core.observation where time_period = '2023-05'
        and series_key = 'ohss.swb_encounters_by_citizenship{agency=total,citizenship=MEX}' order by cell
    """).fetchall()
    assert places == [("D13",), ("E13",)]
    changed_series = editions.execute("""
        select count(*) from core.change
        where series_key = 'ohss.swb_encounters_by_citizenship{agency=total,citizenship=MEX}'
    """).fetchone()
    assert changed_series == (1,)  # the fiscal year to date, which has a month more


@pytest.mark.slow
def test_what_a_list_does_not_name_any_more_is_not_withdrawn(editions: duckdb.DuckDBPyConnection) -> None:
    """Guatemala is listed in July and not in August; the table of CHNV is not printed at all."""
    assert editions.execute("select count(*) from core.withdrawal").fetchone() == (0,)
    (count,) = editions.execute("""
        select count(*) from as_of(timestamp '2025-01-01') where series_key like '%guatemala%'
    """).fetchone() or (None,)
    assert count == 0
    absent = editions.execute("select dataflow from core.table_absent").fetchall()
    assert absent == [("ohss.chnv_paroles",)]


@pytest.mark.slow
def test_a_month_more_completes_the_year(editions: duckdb.DuckDBPyConnection) -> None:
    found = editions.execute("""
        select old_value < new_value, count(*) from core.completion
        where time_period = '2023-10-01/P1Y' and series_key like 'ohss.repatriations_by_type%' group by all
    """).fetchall()
    assert found == [(True, 11)]


@pytest.mark.slow
def test_checks_find_nothing_in_what_adds_up(editions: duckdb.DuckDBPyConnection) -> None:
    results = {result.rule.name: result.findings for result in check.run(editions)}
    assert {name: count for name, count in results.items() if count} == {}


@pytest.mark.slow
def test_two_countries_that_changed_places_are_found_in_the_next_edition() -> None:
    """Within one edition nothing shows it: the list has no order, and no other table has its figures."""
    workbook = make.book(make.AUGUST).workbook
    swapped("D3", "E3")(workbook[ARRESTS])
    with duckdb.connect() as connection:
        fill(connection, pack(workbook, make.AUGUST.saved))
        check.run(connection)
        found = connection.execute("select series_key, cell from core.finding where rule = 'labels_exchanged'")
        assert found.fetchall() == [("ohss.ero_arrests_by_citizenship{citizenship=MEX}", "D5")]


# ── The real workbook ────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture(scope="module")
def real(corpus: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """What is read of July 2024, in the tables of a warehouse."""
    (path,) = (corpus / "agency" / "ohss_monthly_tables").glob("*.xlsx")
    reading = read_document(ohss, Document(path.read_bytes(), URL), "")
    connection = duckdb.connect()
    define(connection)
    declare(connection, {ohss.SOURCE.id: ohss})
    for kind, found in reading.tables.items():
        held = found.append_column("document_id", pa.array([reading.document_id] * found.num_rows))
        connection.register("held", held)
        connection.execute(f"insert into core.{kind} by name from held")
    yield connection
    connection.close()


@pytest.mark.slow
def test_every_number_of_the_real_workbook_is_read(real: duckdb.DuckDBPyConnection, corpus: Path) -> None:
    counted = real.execute(
        """
        select sheet, numeric::int
        from read_csv(?, all_varchar = true, header = false, names = ['file', 'sha256', 'sheet', 'visible', 'numeric'])
        where file like 'ohss_monthly_tables/%' order by 1
        """,
        [str(corpus.parent / "golden" / "numeric_cells.csv")],
    ).fetchall()
    sheets = real.execute("select sheet, numeric_cells from core.sheet order by 1").fetchall()
    assert sheets == counted
    assert len(sheets) == 35
    read = "select sum(observed_cells), sum(axis_cells), sum(omitted_cells) from core.sheet"
    assert real.execute(read).fetchone() == (99_350, 321, 0)
    assert real.execute("select count(*) from core.notice").fetchone() == (0,)
    assert real.execute("select count(*) from core.refusal").fetchone() == (0,)


@pytest.mark.slow
def test_the_real_figures_are_those_that_others_read(real: duckdb.DuckDBPyConnection, corpus: Path) -> None:
    judged = real.execute(
        """
        select count(*), count(*) filter (
            found.value = golden.value::double and golden.period_start = found.period_start::varchar
            and (golden.period_end is null or golden.period_end = found.period_end::varchar)
        )
        from read_csv(?, all_varchar = true) as golden
        left join core.observation as found on golden.sheet = found.sheet and golden.cell = found.cell
        where golden.file like 'ohss_monthly_tables/%'
        """,
        [str(corpus.parent / "golden" / "agency_cells.csv.gz")],
    ).fetchone()
    assert judged == (1_454, 1_454)


@pytest.mark.slow
def test_seven_sums_of_the_real_workbook_are_slips(real: duckdb.DuckDBPyConnection) -> None:
    results = {result.rule.name: result.findings for result in check.run(real)}
    assert {name: results[name] for name in ("months_add_up", "parts_add_up", "printed_twice_agree")} == {
        "months_add_up": 7, "parts_add_up": 0, "printed_twice_agree": 0,
    }  # fmt: skip
    found = real.execute("""
        select distinct dimension(series_key, 'outcome'), time_period from core.finding where rule = 'months_add_up'
    """).fetchall()
    assert found == [("migrant_protection_protocols", "2018-10-01/P1Y")]
