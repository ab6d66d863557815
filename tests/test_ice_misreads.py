"""Small damages that could be read as other figures without a word: each reads rightly, is told, or is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from ice_workbooks import ATD, DETENTION, FACILITIES, FOOTNOTES, changed, notices, observed, read, refused
from openpyxl.worksheet.worksheet import Worksheet

from collectors.agencies import ice_detention_statistics as ice

Figures = dict[tuple[str, str], tuple[str, str, float | None]]


def place(sheet: Worksheet, text: str, below: str = "") -> tuple[int, int]:
    """Row and column of the first cell whose text begins so; of those below the cell that begins with `below`."""
    top = place(sheet, below)[0] if below else 0
    for row in sheet.iter_rows(min_row=top + 1):
        for cell in row:
            if isinstance(cell.value, str) and cell.value.strip().startswith(text):
                return cell.row, cell.column
    raise AssertionError(f"{text!r} is not on {sheet.title!r}")


def blank_row(sheet: Worksheet, text: str, below: str = "", *, keep: int = 1) -> None:
    """Blank the figures of a row, and leave its first labels."""
    row, column = place(sheet, text, below)
    for c in range(column + keep, sheet.max_column + 1):
        sheet.cell(row, c).value = None


def put(text: str, value: Any, below: str = "", *, beside: int = 0) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        row, column = place(sheet, text, below)
        sheet.cell(row, column + beside).value = value

    return change


def figures(changes: dict[str, Callable[[Worksheet], object]]) -> Figures:
    """(sheet, cell) ▶ series, period and value of every figure."""
    rows = observed(changed(changes))
    return {(r["sheet"], r["cell"]): (r["series_key"], r["time_period"], r["value"]) for r in rows}


@pytest.fixture(scope="module")
def whole() -> Figures:
    return figures({})


def same(found: Figures, whole: Figures) -> None:
    """Nothing is read as something else; figures may be fewer."""
    assert found
    assert {at: said for at, said in found.items() if whole.get(at) != said} == {}


# ── Labels ───────────────────────────────────────────────────────────────────────────────────────────────────────────
RELEASES = "ICE Final Book Outs by Release Reason"


@pytest.mark.parametrize(
    ("sheet", "text", "below", "keep"),
    [
        (DETENTION, "Order of Recognizance", RELEASES, 2),
        (DETENTION, "ICE Average", "ICE Average Daily Population by Arr", 1),
    ],
)
def test_rows_below_one_without_figures_stay_its_own(
    whole: Figures, sheet: str, text: str, below: str, keep: int
) -> None:
    same(figures({sheet: lambda there: blank_row(there, text, below, keep=keep)}), whole)


def test_technologies_below_an_area_without_figures_stay_its_own(whole: Figures) -> None:
    same(figures({ATD: lambda sheet: blank_row(sheet, "St. Paul", "Active ATD")}), whole)


@pytest.mark.parametrize("label", ["SmartWatch", "Ankle Monitors"])
def test_a_technology_that_nobody_knows_is_no_area(label: str) -> None:
    document = changed({ATD: put("SmartLINK", label, "Atlanta")})
    refused(document, "Active ATD Participants", "smartlink", repr(label))


def test_a_new_area_is_believed_where_its_technologies_add_up() -> None:
    document = changed({ATD: put("Atlanta", "Anchorage", "Active ATD")})
    assert observed(document, series_key="ice.atd_by_area{area=anchorage,technology=smartlink,measure=count}")


def test_a_group_that_nobody_knows_is_no_agency() -> None:
    document = changed({DETENTION: put("Convicted Criminal", "Criminal Alien", "CBP Average")})
    refused(document, "ICE Average Daily Population", "cbp average", "'Criminal Alien'")


def test_a_new_label_of_a_closed_list_is_told() -> None:
    def rename(sheet: Worksheet) -> None:
        assert sheet["I21"].value == "CBP"
        sheet["I21"].value = "USBP"

    [told] = notices(changed({DETENTION: rename}), "unknown_label")
    assert told["found"] == "USBP"
    assert notices(changed({}), "unknown_label") == []


def test_technologies_whose_first_area_is_gone_are_not_those_of_all_areas() -> None:
    document = changed({ATD: lambda sheet: sheet.delete_rows(place(sheet, "Atlanta", "Active ATD")[0])})
    refused(document, "Active ATD Participants", "an outer row above each group", "do not add up to 'Total'")


@pytest.mark.parametrize("text", ["Bonded Out", "Order of Recognizance"])
def test_rows_whose_reason_is_gone_are_not_those_of_another(text: str) -> None:
    document = changed({DETENTION: lambda sheet: sheet.delete_rows(place(sheet, text, RELEASES)[0])})
    refused(document, RELEASES, "each inner label once under its outer one", "'Convicted Criminal'")


def test_an_area_that_is_not_the_sum_of_its_technologies_is_told() -> None:
    document = changed({ATD: lambda sheet: sheet.delete_rows(place(sheet, "Ankle Monitor", "Atlanta")[0])})
    [told] = notices(document, "group_disagrees")
    assert (told["expected"], told["found"]) == ("134", "74")
    assert notices(changed({}), "group_disagrees") == []


def test_a_blank_inner_label_is_read_as_the_total_and_told(whole: Figures) -> None:
    document = changed({DETENTION: put("Order of Recognizance", None, RELEASES, beside=1)})
    [told] = notices(document, "label_missing")
    assert "'Order of Recognizance'" in told["message"]
    same({(r["sheet"], r["cell"]): (r["series_key"], r["time_period"], r["value"]) for r in observed(document)}, whole)


def test_a_table_with_too_few_columns_of_labels_is_refused() -> None:
    """The title of another one stands above it: its figures are no releases."""
    title = RELEASES + ", Month and Criminality: FY2025"
    document = changed({DETENTION: put("ICE Average Length of Stay by Month", title)})
    refused(document, RELEASES, "2 columns of labels", "1", also={"ice.alos_by_facility_type"})


@pytest.mark.parametrize(
    ("sheet", "text", "label"),
    [(ATD, "Failed to Attend", "Court data of January"), (ATD, "Single Adult", "Data from OBP Report")],
)
def test_a_note_beside_figures_is_told(sheet: str, text: str, label: str) -> None:
    assert [told["found"] for told in notices(changed({sheet: put(text, label)}), "unknown_label")] == [label]


# ── Days ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def renamed(sheet: Worksheet) -> None:
    sheet.title = "FOOTNOTES "


@pytest.mark.parametrize("change", [renamed, lambda sheet: sheet.insert_cols(1)], ids=["name", "moved column"])
def test_footnotes_are_found_wherever_they_stand(change: Callable[[Worksheet], object]) -> None:
    document = changed({FOOTNOTES: change})
    days = {(r["cell"], r["data_through"], r["obs_status"]) for r in observed(document, sheet=DETENTION)}
    assert days == {(r["cell"], r["data_through"], r["obs_status"]) for r in observed(changed({}), sheet=DETENTION)}


def test_without_footnotes_nothing_is_dated() -> None:
    def without_days(sheet: Worksheet) -> None:
        for row in sheet.iter_rows(min_col=2):
            for cell in row:
                cell.value = None

    document = changed({FOOTNOTES: without_days})
    assert {row["data_through"] for row in observed(document, sheet=DETENTION)} == {None}
    assert "how far the data run is not known" in notices(document, "day_not_found")[0]["message"]
    lost = {row["dataflow"] for row in read(document)["refusal"].to_pylist()}
    assert "ice.currently_detained_by_criminality" in lost  # people on no day
    assert "ice.book_ins_by_arresting_agency" not in lost


@pytest.mark.parametrize(
    ("commonest", "docket"),
    [("09/30/2024", "09/30/2024"), ("09/30/2024", "10/02/2024"), (None, "09/30/2024")],
    ids=["all of another year", "snapshot a day into the year", "the docket alone"],
)
def test_people_are_not_counted_on_a_day_of_footnotes_of_another_year(commonest: str | None, docket: str) -> None:
    def outdate(sheet: Worksheet) -> None:
        for row in sheet.iter_rows(min_col=2):
            for cell in row:
                day = docket if "National Docket" in str(cell.value) else commonest
                if isinstance(cell.value, str) and day:
                    cell.value = re.sub(r"\d+/\d+/\d{4}", day, cell.value)

    document = changed({FOOTNOTES: outdate})
    dated = {row["time_period"] for row in observed(document, dataflow="ice.currently_detained_by_criminality")}
    assert not {day for day in dated if day < "2024-10-03"}
    assert (ice.edition(document).data_through == {}) == bool(commonest)


def test_an_area_that_lost_its_label_is_told() -> None:
    document = changed({ATD: put("St. Paul", None, "Active ATD")})
    assert notices(document, "label_missing") or "refusal" in read(document)


def test_the_line_of_the_participants_report_may_move(whole: Figures) -> None:
    def move(sheet: Worksheet) -> None:
        for row in list(sheet.iter_rows()):
            if isinstance(row[0].value, str) and "Participants Report" in row[0].value:
                row[1].value, row[0].value = row[0].value, None

    found = {at: said for at, said in figures({ATD: move}).items() if at[0] == ATD}
    assert {said[1] for said in found.values()} == {said[1] for at, said in whole.items() if at[0] == ATD}


def test_without_that_line_people_on_no_day_are_refused() -> None:
    def remove(sheet: Worksheet) -> None:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and "Participants Report" in cell.value:
                    cell.value = "Data from BI Inc."

    refused(changed({ATD: remove}), "ATD Active Population", "Participants Report", "none with a day")


def test_a_fiscal_year_in_words_is_read(whole: Figures) -> None:
    assert figures({DETENTION: put("ICE Removals", "ICE Removals: Fiscal Year 2025")}) == whole


def test_a_fiscal_year_that_had_not_begun_is_refused() -> None:
    document = changed({DETENTION: put("ICE Removals", "ICE Removals: FY2052")})
    refused(document, "ICE Removals: FY2052", "had begun", "FY2052")


# ── Cells ────────────────────────────────────────────────────────────────────────────────────────────────────────────
BOOK_INS = "ice.book_ins_by_arresting_agency{agency=total}"


def october(value: Any) -> dict[str, Callable[[Worksheet], object]]:
    def change(sheet: Worksheet) -> None:
        assert sheet["J19"].value == "Oct"
        sheet["J20"].value = value

    return {DETENTION: change}


def test_a_flag_among_figures_is_refused() -> None:
    refused(changed(october(True)), "Initial Book-Ins by Arresting", "a number, a text or nothing", "in J20")


@pytest.mark.parametrize(("value", "figure"), [(date(1964, 9, 2), 23_622), (date(2025, 2, 3), None)])
def test_a_date_among_figures_is_told(value: date, figure: float | None) -> None:
    [row] = observed(changed(october(value)), sheet=DETENTION, cell="J20")
    assert (row["series_key"], row["value"]) == (BOOK_INS, figure)
    assert [told["cell"] for told in notices(changed(october(value)), "number_as_date")] == ["J20"]


@pytest.mark.parametrize(("text", "value"), [("23,621", 23_621), ("23621", 23_621), ("TBD", None), ("<1", None)])
def test_a_text_among_figures_is_told(text: str, value: float | None) -> None:
    document = changed(october(text))
    [row] = observed(document, sheet=DETENTION, cell="J20")
    assert (row["series_key"], row["value"], row["value_text"]) == (BOOK_INS, value, text)
    [told] = notices(document, "unknown_mark")
    assert (told["cell"], told["found"]) == ("J20", text)


# ── Rows and columns ─────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("sheet", "text", "below"), [(DETENTION, "Order of Recognizance", RELEASES), (ATD, "St. Paul", "Active ATD")]
)
def test_half_a_table_is_refused(sheet: str, text: str, below: str) -> None:
    def part(there: Worksheet) -> None:
        there.insert_rows(place(there, text, below)[0])

    refused(changed({sheet: part}), below, "one block of rows without a gap", "figures below its end")


def test_half_a_list_of_facilities_is_refused() -> None:
    document = changed({FACILITIES: lambda sheet: sheet.insert_rows(place(sheet, "Name")[0] + 2)})
    refused(document, "FACILITIES DATA", "one block of rows without a gap", "figures below its end")


def test_a_total_is_no_facility() -> None:
    def total(sheet: Worksheet) -> None:
        last = max(r for r in range(1, sheet.max_row + 1) if isinstance(sheet.cell(r, 10).value, int | float))
        for c in range(1, sheet.max_column + 1):
            sheet.cell(last + 1, c).value = sheet.cell(last, c).value
        sheet.cell(last + 1, 1).value = "Total"

    refused(changed({FACILITIES: total}), "FACILITIES DATA", "a facility in each row", "'Total' in row")


def test_a_column_printed_twice_is_refused() -> None:
    def twice(sheet: Worksheet) -> None:
        row, column = place(sheet, "Level B")
        sheet.cell(row, column).value = "Level A"
        sheet.cell(row, sheet.max_column + 1).value = "Level B"

    refused(changed({FACILITIES: twice}), "FACILITIES DATA", "each series once", "level=A} twice")


def test_a_place_keeps_its_key_beside_the_mark_of_a_footnote() -> None:
    def mark(sheet: Worksheet) -> None:
        row, column = place(sheet, "Name")
        sheet.cell(row + 1, column).value += "***"

    keys = {row["series_key"] for row in observed(changed({FACILITIES: mark}), sheet=FACILITIES)}
    assert keys == {row["series_key"] for row in observed(changed({}), sheet=FACILITIES)}


def test_releases_are_missed_under_whatever_name() -> None:
    document = changed({DETENTION: put(RELEASES, "ICE Book Outs by Reason and Month: FY2025")})
    refused(document, "ice.releases_by_reason", "Final", "ICE Book Outs by Reason")


@pytest.mark.parametrize("title", ["ICE Final Releases: FY2022", "ICE Final Releases : FY2022"])
def test_releases_without_their_facility_types_in_the_title_are_the_same(title: str) -> None:
    shorter: dict[str, Callable[[Worksheet], object]] = {
        "Detention FY22": put("ICE Final Releases by Facility Type", title)
    }
    by_title, shortened = (
        [(row["cell"], row["series_key"], row["value"]) for row in observed(changed(one, "fy2022.xlsx"))]
        for one in (dict[str, Callable[[Worksheet], object]](), shorter)
    )
    assert by_title == shortened


def test_a_sheet_with_figures_and_no_known_title_is_refused() -> None:
    document = changed({"Monthly Segregation": lambda sheet: sheet.insert_cols(1)})
    assert read(document)["observation"].num_rows == read(changed({}))["observation"].num_rows

    def untitled(sheet: Worksheet) -> None:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and "20" in cell.value:
                    cell.value = "A month"

    refused(
        changed({"Monthly Segregation": untitled}),
        "sheet Monthly Segregation",
        "known titles",
        "none of them",
        also={"ice.segregation"},
    )


# ── Headers and neighbours ───────────────────────────────────────────────────────────────────────────────────────────
SEGREGATION = "Monthly Segregation"


def test_figures_without_a_header_are_told(whole: Figures) -> None:
    """One block of the fixture has none, as one of the published workbooks; another loses it."""
    assert [told["cell"] for told in notices(changed({}), "header_missing")] == ["B18"]
    change = {SEGREGATION: put("Placement Count", None)}
    assert [told["cell"] for told in notices(changed(change), "header_missing")] == ["B4", "B18"]
    assert figures(change) == whole


def test_figures_beside_their_header_are_no_empty_table() -> None:
    def move(sheet: Worksheet) -> None:
        row, column = place(sheet, "Placement Count", "November 2024")
        sheet.cell(row, column + 1).value, sheet.cell(row, column).value = "Placement Count", None

    refused(changed({SEGREGATION: move}), "November 2024", "every figure under a header", "the headers Facilities")


def test_a_count_without_a_header_is_refused() -> None:
    sheet = "Trans. Detainee Pop. FY22 YTD "
    document = changed({sheet: put("County", None)}, "fy2022.xlsx")
    refused(document, "ICE Transgender", "a header over the figures", "a blank one", "fy2022.xlsx")


@pytest.mark.parametrize(
    ("sheet", "text", "flow"),
    [
        (DETENTION, "ICE Final Book Outs :", "ice.releases_by_facility_type"),
        (DETENTION, "ICE Removals:", "ice.removals"),
    ],
)
def test_a_table_that_lost_its_title_costs_no_neighbour(sheet: str, text: str, flow: str) -> None:
    refused(changed({sheet: put(text, None)}), flow, "a title like", "figures under no known title")


@pytest.mark.parametrize(
    "below", ["FY25 thru December Court Appearance: Total", "FY25 thru December Court Appearance: F"]
)
def test_hearings_that_lost_title_and_labels_cost_no_neighbour(whole: Figures, below: str) -> None:
    def blank(sheet: Worksheet) -> None:
        row, column = place(sheet, below)
        for r in range(row, row + 5):
            sheet.cell(r, column).value = None

    found = figures({ATD: blank})
    same(found, whole)
    assert {whole[at][0].partition("{")[0] for at in whole.keys() - found.keys()} <= {
        "ice.atd_court_appearances_total",
        "ice.atd_court_appearances_final",
    }


def test_a_blank_column_inside_a_table_ends_it_not(whole: Figures) -> None:
    """Its next header is one of its own."""
    found = figures({ATD: lambda sheet: sheet.insert_cols(3)})
    kept = {said for at, said in found.items() if at[0] == ATD}
    assert {said for at, said in whole.items() if at[0] == ATD} == kept


@pytest.mark.parametrize("title", ["Sundry Detainees", None])
def test_the_years_above_the_months_of_another_table_continue_none(title: str | None) -> None:
    document = changed({" ICLOS and Detainees": put("Detainees", title)})
    refused(document, "ice.iclos_detainees", "a title like", "figures under no known title")
