"""ICE workbooks that are not what they were: each change is a typed error, a status or a notice, no wrong figure."""

from __future__ import annotations

import io
import random
import zipfile
from contextlib import suppress
from datetime import date, datetime

import pytest
from fixtures.ice_detention_statistics import make
from ice_workbooks import (
    ATD,
    DETENTION,
    FACILITIES,
    FIXTURES,
    FOOTNOTES,
    NAME,
    SAVED,
    URL,
    Change,
    by_dataflow,
    cell,
    cells,
    changed,
    notices,
    observed,
    read,
    refused,
    refused_whole,
    untouched,
)
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import pack

from collectors.agencies import ice_detention_statistics as ice
from collectors.errors import BadContent, EmptyRelease, LayoutChanged, OnrecordError
from collectors.records import OBSERVATION, Document


# ── Layouts that changed ─────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("sheet", "change", "table", "expected", "found"),
    [
        pytest.param(
            DETENTION, cell("I18", "ICE Entries by Arresting Agency and Month: FY2025"),
            "ice.book_ins_by_arresting_agency", "Initial Book-Ins by Arresting Agency",
            "ICE Entries by Arresting Agency and Month", id="required title renamed"),
        pytest.param(
            "ATD FY25 YTD", cell("A19", "ATD People by Status and Management"),
            "ice.atd_by_status", "ATD Active Population by Status", "ATD People by Status", id="ATD title"),
        pytest.param(
            DETENTION, cells(K19="Dec", L19="Nov"), "ICE Initial Book-Ins by Arresting Agency and Month: FY2025",
            "the months Oct to Sep", "Oct, Dec, Nov, Jan", id="two months swapped"),
        pytest.param(
            DETENTION, lambda sheet: sheet.insert_cols(12),
            "ICE Initial Book-Ins by Arresting Agency and Month: FY2025",
            "side by side", "Oct, Nov, Dec", id="blank column inserted between months"),
        pytest.param(
            DETENTION, cell("V19", "Sum"), "ICE Initial Book-Ins by Arresting Agency and Month: FY2025",
            "a total", "Sep, Sum", id="total renamed"),
        pytest.param(
            DETENTION, cell("E19", "Share CBP"), "ICE Currently Detained by Criminality and Arresting Agency: FY2025",
            "percent cbp", "Share CBP", id="unknown column header"),
        pytest.param(
            DETENTION, cells(B28=None), "ICE Initial Book-Ins by Criminality: FY2025",
            "every figure under a header; a figure without one in row 29, column 2", "Pending Criminal Charges",
            id="header blank above figures"),
        pytest.param(
            DETENTION, lambda sheet: sheet.insert_rows(20), "ICE Currently Detained by Criminality",
            "rows with figures under the header", "none", id="blank row between header and figures"),
        pytest.param(
            FACILITIES, cell("L7", "Level Three"), "FACILITIES DATA", "a column 'level c'", "level three",
            id="facilities header renamed"),
        pytest.param(
            FACILITIES, cell("A7", "Facility"), "ice.facilities", "a header row that begins with Name",
            "none in 20 rows", id="facilities without a header row"),
        pytest.param(
            " ICLOS and Detainees", cells(B5=None), "Average In Custody Length of Stay (ICLOS)",
            "a year, a month, and mid or end", "'mid' over column 2", id="month missing in ICLOS"),
        pytest.param(
            " ICLOS and Detainees", cell("C6", "late"), "Average In Custody Length of Stay (ICLOS)",
            "mid or end", "'late' over column 3", id="neither mid nor end in ICLOS"),
        pytest.param(
            " ICLOS and Detainees", cell("A1", "Average stays of people in custody"), "ice.iclos",
            "a title like 'Average In Custody Length of Stay", "Average stays of people", id="ICLOS title renamed"),
        pytest.param(
            "Semiannual", cell("A5", "last year"), "United States Armed Forces Alien Arrests",
            "a fiscal year in each row", "last year", id="semiannual row without a year"),
        pytest.param(
            "Monthly Bond Statistics", cell("A6", "Share"), "FY2025 Bonded Out", "rows among", "'Share'",
            id="unknown bond row"),
        pytest.param(
            "Monthly Bond Statistics", cells(B3=None, C3=None, D3=None), "FY2025 Bonded Out", "a row of months",
            "the headers Total ICE Final", id="bonds without months"),
        pytest.param(
            "Vulnerable & Special Population", cell("C6", "Days"), "Fiscal Year (FY) 2024 Quarter 4 Data",
            "average number of consecutive days", "Days", id="vulnerable header renamed"),
    ],
)  # fmt: skip
def test_a_changed_layout_is_refused(sheet: str, change: Change, table: str, expected: str, found: str) -> None:
    refused(changed({sheet: change}), table, expected, found)


def test_a_transgender_sheet_without_its_title_is_refused() -> None:
    document = changed({"Trans. Detainee Pop. FY22 YTD ": cell("A3", "Population")}, "fy2022.xlsx")
    refused(document, "sheet Trans", "Transgender population", "none", "fy2022.xlsx", {"ice.transgender_population"})


@pytest.mark.parametrize("sheet", [ATD, DETENTION, FACILITIES])
def test_a_sheet_that_is_not_there_costs_its_tables_alone(sheet: str) -> None:
    document = changed({sheet: lambda ws: ws.parent.remove(ws)})
    left = by_dataflow(document)
    assert "refusal" not in read(document)  # that they are absent is told by core.table_absent, over the editions
    assert left == {dataflow: figures for dataflow, figures in untouched().items() if dataflow in left}
    assert len(left) < len(untouched())


def test_a_sheet_under_another_name_is_missed() -> None:
    document = changed({FACILITIES: lambda ws: setattr(ws, "title", "Places FY25")})
    refused(document, "ice.facilities", "FACILITIES DATA", "figures under no known title")


def test_tables_that_move_to_another_sheet_are_read_there() -> None:
    document = changed({DETENTION: lambda ws: setattr(ws, "title", "Custody FY25")})
    assert "refusal" not in read(document)
    assert by_dataflow(document) == untouched()


def test_tables_are_found_by_title_wherever_they_stand() -> None:
    def move(sheet: Worksheet) -> None:
        sheet.insert_rows(5, 3)
        sheet.insert_cols(1, 2)

    where = {"sheet": DETENTION}
    said = [{**row, "cell": None} for row in observed(changed({}), **where)]
    moved = [{**row, "cell": None} for row in observed(changed({DETENTION: move}), **where)]
    assert moved == said
    assert observed(changed({DETENTION: move}), cell="O23")[0]["series_key"].endswith("{agency=total}")


def test_columns_of_facilities_may_change_places() -> None:
    def swap(sheet: Worksheet) -> None:
        for row in range(7, 13):
            sheet[f"J{row}"].value, sheet[f"T{row}"].value = sheet[f"T{row}"].value, sheet[f"J{row}"].value

    def figures(document: Document) -> dict[str, float]:
        return {row["series_key"]: row["value"] for row in observed(document, sheet=FACILITIES)}

    assert figures(changed({FACILITIES: swap})) == figures(changed({}))


# ── Releases without figures ─────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("file", make.BOOKS)
def test_a_release_without_any_figure_is_empty(file: str) -> None:
    def blank(sheet: Worksheet) -> None:
        for row in sheet.iter_rows():
            for c in row:
                is_year = "ICLOS" in sheet.title and c.value in range(2020, 2030)
                if isinstance(c.value, int | float) and not is_year:
                    c.value = None

    document = changed({name: blank for name in make.BOOKS[file]().workbook.sheetnames}, file)
    refused_whole(document, EmptyRelease, "figures", "none in what there is to read")


def test_a_workbook_of_headers_only_is_empty() -> None:
    workbook = make.BOOKS["fy2025.xlsx"]().workbook
    for name in workbook.sheetnames:
        if name != "Footnotes":
            workbook.remove(workbook[name])
    workbook.create_sheet("Header")["A1"].value = "ICE Detention Statistics"
    refused_whole(Document(pack(workbook, SAVED), URL + NAME), EmptyRelease, "figures", "none in what there is to read")


def test_one_table_without_figures_is_told_and_the_rest_is_read() -> None:
    blank = cells(**{f"O{row}": None for row in (10, 11)})
    (notice,) = notices(changed({DETENTION: blank}), "empty_table")
    assert notice["sheet"] == DETENTION
    assert notice["cell"] == "M8"
    assert len(observed(changed({DETENTION: blank}))) == len(observed(changed({}))) - 2


# ── Bytes that are no workbook ───────────────────────────────────────────────────────────────────────────────────────
def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        pytest.param(b"<!DOCTYPE html><html><body>Access Denied</body></html>", "an HTML page", id="HTML"),
        pytest.param(b"\n\n  <HTML><head></head>", "an HTML page", id="HTML after blanks"),
        pytest.param(random.Random(1).randbytes(5000), "bytes that begin", id="random bytes"),
        pytest.param(b"", "bytes that begin b''", id="nothing"),
        pytest.param(b"PK\x03\x04" + random.Random(2).randbytes(5000), "a torn one", id="random bytes after PK"),
        pytest.param(zipped(hello=b"hello"), "a zip that is none", id="a zip of something else"),
        pytest.param(zipped(**{"xl/workbook.xml": b"<workbook/>"}), "", id="a zip with an empty workbook"),
    ],
)  # fmt: skip
def test_bytes_that_are_no_workbook_are_refused(content: bytes, found: str) -> None:
    refused_whole(Document(content, URL + NAME), BadContent, "", found)
    with pytest.raises(BadContent):
        ice.edition(Document(content, URL + NAME))


def test_a_torn_file_is_refused_at_every_length() -> None:
    whole = (FIXTURES / "fy2025.xlsx").read_bytes()
    for length in [*range(0, len(whole), 211), *range(len(whole) - 40, len(whole))]:
        with pytest.raises(BadContent):
            read(Document(whole[:length], URL + NAME))


@pytest.mark.slow
def test_a_damaged_file_is_read_or_refused_by_name() -> None:
    whole, dice = (FIXTURES / "fy2020.xlsx").read_bytes(), random.Random(3)
    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(dice.randint(1, 4)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        with suppress(OnrecordError):  # any other error, or a crash of the library, fails
            assert read(Document(bytes(damaged), URL + NAME))["observation"].schema.equals(OBSERVATION)


@pytest.mark.slow
def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = io.BytesIO((FIXTURES / "fy2025.xlsx").read_bytes())
    with (
        zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/bomb", "w") as out,
    ):
        for _ in range(257):
            out.write(bytes(1024 * 1024))
    refused_whole(Document(bomb.getvalue(), URL + NAME), BadContent, "at most 268,435,456 bytes", "a zip bomb")


# ── What is left out, and said so ────────────────────────────────────────────────────────────────────────────────────
def test_a_table_that_nobody_declared_is_omitted_by_name() -> None:
    extra = cells(
        A140="ICE Deported Boats by Harbor: FY2025", A141="Harbor", B141="Boats", A142="North", B142=7, B143=9
    )
    tables = read(changed({DETENTION: extra}))
    omitted = [row for row in tables["omission"].to_pylist() if row["reason"] == "table not known"]
    assert [(row["sheet"], row["cell"], row["cells"]) for row in omitted] == [(DETENTION, "B142:B143", 2)]
    (notice,) = notices(changed({DETENTION: extra}), "unknown_table")
    assert (notice["cell"], notice["found"]) == ("B142", "ICE Deported Boats by Harbor: FY2025")
    assert "ICE Deported Boats by Harbor" in notice["message"]
    assert tables["observation"].equals(read(changed({}))["observation"])
    (sheet,) = [row for row in tables["sheet"].to_pylist() if row["sheet"] == DETENTION]
    assert sheet["numeric_cells"] == sheet["observed_cells"] + 2
    assert sheet["omitted_cells"] == 2


def test_an_unknown_sheet_is_searched_for_known_tables() -> None:
    extra = cells(A1="Boats", A2=12)
    document = changed({"Header": extra}, "fy2020.xlsx")
    assert notices(document, "unknown_table")[0]["sheet"] == "Header"


def test_hidden_sheets_are_left_out_and_named() -> None:
    (notice,) = notices(changed({}), "hidden_sheet")
    assert notice["sheet"] == "Sheet1"
    tables = read(changed({}))
    assert "Sheet1" not in {row["sheet"] for row in tables["sheet"].to_pylist()}
    assert not observed(changed({}), sheet="Sheet1")


# ── Years and days that slipped ──────────────────────────────────────────────────────────────────────────────────────
def test_the_title_counts_where_the_name_of_the_sheet_disagrees() -> None:
    document = changed({DETENTION: lambda sheet: setattr(sheet, "title", "Detention FY24")})
    row = observed(document, cell="J20", sheet="Detention FY24")[0]
    assert (row["time_period"], row["obs_status"]) == ("2024-10", "A")


def test_a_title_of_another_year_than_its_sheet_is_told() -> None:
    title = "ICE Initial Book-Ins by Arresting Agency and Month: FY2024"
    document = changed({DETENTION: cell("I18", title)})
    (notice,) = [n for n in notices(document, "fiscal_year_disagrees") if n["cell"] == "I18"]
    assert (notice["expected"], notice["found"]) == ("FY2025", "FY2024")
    assert observed(document, cell="J20", sheet=DETENTION)[0]["time_period"] == "2023-10"


def test_facilities_of_another_year_than_their_sheet_are_told() -> None:
    document = changed({FACILITIES: lambda sheet: setattr(sheet, "title", "Facilities FY24")})
    assert [n["found"] for n in notices(document, "fiscal_year_disagrees")] == ["FY2025"]
    assert {row["time_period"] for row in observed(document, dataflow="ice.facilities")} == {"2024-10-01/P1Y"}


def footnote(words: str) -> Change:
    """Another sentence for the book-ins."""

    def change(sheet: Worksheet) -> None:
        (row,) = [c.row for c in sheet["A"] if c.value == "FY2025 ICE Initial Book-Ins"]
        sheet.cell(row, 2).value = words

    return change


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param("02/25/2025", "a day not after 2025-02-03", id="after the file was saved"),
        pytest.param("101/25/2025", "a day not after 2025-02-03", id="a day that no calendar has"),
        pytest.param("01/25/2024", "a day of FY2025", id="before its fiscal year"),
    ],
)
def test_a_slipped_day_is_told_and_not_used(day: str, expected: str) -> None:
    document = changed({FOOTNOTES: footnote(f"FY2025 YTD ICE Book-ins data is updated through {day} (IIDS).")})
    slips = notices(document, "date_slipped")
    assert {notice["expected"] for notice in slips} == {expected}
    rows = observed(document, dataflow="ice.book_ins_by_arresting_agency")
    assert {row["data_through"] for row in rows} == {None}
    assert {row["period_end"] for row in rows if row["time_period"] == "2024-10-01/P1Y"} == {None}
    by_cell = {row["cell"]: row["obs_status"] for row in rows}  # judged by the workbook's commonest day
    assert (by_cell["L20"], by_cell["M20"], by_cell["N20"], by_cell["V20"]) == ("A", "P", "M", "P")
    assert {row["data_through"] for row in observed(document, dataflow="ice.removals")} == {date(2025, 1, 25)}


def test_a_facilities_line_of_the_year_before_is_told_and_not_used() -> None:
    line = "Data Source: ICE Integrated Decision Support (IIDS), 01/21/2024"
    document = changed({FACILITIES: cell("A6", line)})
    (slip,) = notices(document, "date_slipped")
    assert (slip["cell"], slip["expected"], slip["found"]) == ("A6", "a day of FY2025", "2024-01-21")
    assert {row["data_through"] for row in observed(document, dataflow="ice.facilities")} == {None}


# ── Figures that are none ────────────────────────────────────────────────────────────────────────────────────────────
def test_only_trailing_months_of_zeros_are_still_to_come() -> None:
    # December is over and prints 0 in every row; in February one agency prints a figure already.
    document = changed({DETENTION: cells(L20=0, L21=0, L22=0, N20=5, N21=5, N22=0)})
    status = {row["cell"]: (row["obs_status"], row["value"]) for row in observed(document, sheet=DETENTION)}
    assert [status[f"{column}22"] for column in "LMNO"] == [("A", 0.0), ("P", 370.0), ("P", 0.0), ("M", None)]


@pytest.mark.parametrize("mark", ["-", "N/A", "*", "n/a"])
def test_a_mark_in_place_of_a_figure_is_a_missing_one(mark: str) -> None:
    (row,) = observed(changed({DETENTION: cell("J21", mark)}), sheet=DETENTION, cell="J21")
    assert (row["value"], row["value_text"], row["obs_status"]) == (None, mark, "O")


def test_a_blank_cell_is_no_observation() -> None:
    assert observed(changed({DETENTION: cell("J21", None)}), sheet=DETENTION, cell="J21") == []


def test_a_table_that_a_second_sheet_prints_again_is_the_second_entry() -> None:
    workbook = make.BOOKS["fy2025.xlsx"]().workbook
    workbook.copy_worksheet(workbook[DETENTION]).title = "Detention EOFY25"
    rows = observed(Document(pack(workbook, SAVED), URL + NAME), dataflow="ice.book_ins_by_arresting_agency")
    keys = {row["sheet"]: row["series_key"] for row in rows if row["cell"] == "J21"}
    assert keys == {
        DETENTION: "ice.book_ins_by_arresting_agency{agency=CBP}",
        "Detention EOFY25": "ice.book_ins_by_arresting_agency{agency=CBP,entry=2}",
    }


def test_a_facility_printed_twice_stays_two_series() -> None:
    copy = cells(A10="ORANGE COUNTY JAIL", B10="110 WELLS FARM ROAD", C10="GOSHEN", D10="NY")  # as in the row above
    rows = observed(changed({FACILITIES: copy}), dataflow="ice.facilities", column_label="Level A")
    keys = [row["series_key"] for row in rows]
    assert len(set(keys)) == len(keys) == 5
    assert [key.split("{")[1] for key in keys[1:3]] == [
        "name=orange county jail,city=goshen,state=ny,address=110 wells farm road,level=A}",
        "name=orange county jail,city=goshen,state=ny,address=110 wells farm road,entry=2,level=A}",
    ]


def test_a_month_printed_twice_is_the_next_month() -> None:
    document = changed({"Monthly Bond Statistics": cell("D3", date(2024, 12, 1))})
    (notice,) = notices(document, "header_slipped")
    assert (notice["cell"], notice["expected"], notice["found"]) == ("D3", "2025-01", "2024-12")
    periods = [row["time_period"] for row in observed(document, dataflow="ice.bonds", row_label="ALOS (Days)")]
    assert periods == ["2024-11", "2024-12", "2025-01"]


def test_a_column_of_zeros_between_filled_ones_was_not_filled_in() -> None:
    zeros = cells(**{f"C{row}": 0 for row in range(7, 10)})
    rows = observed(changed({" ICLOS and Detainees": zeros}), dataflow="ice.iclos")
    assert [row["obs_status"] for row in rows if row["row_label"] == "Total"] == ["A", "O", "A", "A", "A", "M"]


# ── The document, and where documents are found ──────────────────────────────────────────────────────────────────────
def test_edition_says_what_the_workbook_says_of_itself() -> None:
    said = ice.edition(Document((FIXTURES / "fy2025.xlsx").read_bytes(), URL + NAME))
    assert said.title == "ICE Detention Statistics"
    assert said.published_at is None  # never from the file's name
    assert said.saved_at == datetime(2025, 2, 3, 20)  # noqa: DTZ001  naive UTC, as everywhere
    assert said.data_through == {"": date(2025, 1, 25)}
    assert said.scope == "FY2025"


def test_discovery_takes_the_workbooks_of_the_landing_page() -> None:
    page = Document((FIXTURES / "landing.html").read_bytes(), ice.SOURCE.start[0], "text/html")
    links = list(ice.discover(page))
    assert list(dict.fromkeys(link.url for link in links)) == [
        URL + "FY25_detentionStats02032025.xlsx",
        URL + "FY21_detentionStats07222020.xlsx",  # July 2021: the date in a name is no date of publication
        URL + "FY20-detentionstats.xlsx",
    ]
    assert all(link.published_at is None for link in links)
    assert (links[0].title or "").startswith("Detention FY 2025 YTD")


def test_a_landing_page_without_workbooks_has_changed() -> None:
    page = Document(b"<html><body><a href='/news'>News</a></body></html>", ice.SOURCE.start[0], "text/html")
    with pytest.raises(LayoutChanged, match="none on the page"):
        list(ice.discover(page))


def test_a_slip_in_a_half_yearly_footnote_is_told_each_time() -> None:
    def slip(sheet: Worksheet) -> None:
        for c in sheet["B"]:
            if isinstance(c.value, str) and "ICE Arrests data are" in c.value:
                c.value = c.value.replace("09/30/2024", "13/40/2024")

    document = changed({FOOTNOTES: slip})
    first, second = read(document), read(document)
    assert first == second
    assert {notice["found"].rstrip(".") for notice in notices(document, "date_slipped")} == {"13/40/2024"}
