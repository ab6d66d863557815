"""The queries of `queries/` give the answers that were worked out by hand, each with the cell that shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import ROOT, Newcomer

QUERIES = ROOT / "queries"
QUERYING = (ROOT / "docs" / "querying.md").read_text("utf-8")
QUESTIONS = sorted(QUERIES.glob("[0-9][0-9]_*.sql"))
APRIL_2026 = "bbf3a29014d686f7eccce397804c9fdba7d2bf9b5fcea0180bc98443ffd4fbed"
Row = dict[str, Any]


@pytest.fixture(scope="module")
def copy(newcomer: Newcomer) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published copy, made of the bundled history."""
    with duckdb.connect(str(newcomer.home.published), read_only=True) as connection:
        yield connection


def ask(copy: duckdb.DuckDBPyConnection, name: str) -> list[Row]:
    """The rows that a query of the folder answers, by the names of their columns."""
    (path,) = QUERIES.glob(f"{name}_*.sql")
    result = copy.execute(path.read_text("utf-8"))
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def only(rows: list[Row], **values: object) -> Row:
    """The one row that has these values."""
    (row,) = [row for row in rows if all(row[name] == value for name, value in values.items())]
    return row


def test_there_is_a_query_for_each_question() -> None:
    assert [path.name[:2] for path in QUESTIONS] == [f"{n:02}" for n in range(1, 18)]


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_a_question_takes_three_lines_at_most_and_is_explained(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    head = [line for line in lines if line.startswith("-- ")]
    assert lines[: len(head)] == head
    assert 1 <= len(head) <= 2
    assert len(lines) - len(head) <= 3
    assert all(len(line) <= 145 for line in lines)


@pytest.mark.parametrize("query", re.findall(r"```sql\n(.*?)```", QUERYING, re.S), ids=lambda text: text[:60])
def test_what_the_page_on_asking_asks_has_an_answer(copy: duckdb.DuckDBPyConnection, query: str) -> None:
    assert copy.execute(query).fetchall()


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_01_in_detention(copy: duckdb.DuckDBPyConnection) -> None:
    (row,) = ask(copy, "01")
    assert (row["day"], row["total"]) == (date(2026, 4, 4), 60_311)
    assert row["cells"].endswith("total F20")
    assert (row["nearest_day"], row["nearest_total"]) == (date(2025, 2, 23), 43_759)
    assert (row["day_a_year_before"], row["change_on_year"]) == (None, None)  # no edition of that time


def test_02_without_conviction(copy: duckdb.DuckDBPyConnection) -> None:
    rows = ask(copy, "02")
    row = rows[-1]
    assert (row["day"], row["other_immigration_violator"], row["total"]) == (date(2026, 4, 4), 23_991, 60_311)
    assert round(100 * row["share_without_conviction"], 1) == 70.8
    assert round(100 * row["share_other_immigration_violator"], 1) == 39.8
    assert len(rows) == 84
    assert [row["day"] for row in rows] == sorted(row["day"] for row in rows)


def test_03_book_ins_by_month(copy: duckdb.DuckDBPyConnection) -> None:
    rows = ask(copy, "03")
    assert (rows[0]["month"], rows[-1]["month"], len(rows)) == (date(2018, 10, 1), date(2026, 4, 1), 91)
    row = only(rows, month=date(2018, 12, 1))
    assert (row["cbp"], row["ice"], row["total"]) == (33_600, 10_818, 44_418)
    assert (row["sheet"], row["cells"]) == ("Detention FY19", "ice L21; cbp L22; total L20")
    assert [row["month"] for row in rows if row["is_provisional"]] == [
        date(2021, 9, 1), date(2022, 9, 1), date(2025, 9, 1), date(2026, 4, 1)
    ]  # fmt: skip


def test_04_largest_facilities(copy: duckdb.DuckDBPyConnection) -> None:
    rows = ask(copy, "04")
    assert len(rows) == 10
    assert (rows[0]["name"], rows[0]["city"], rows[0]["state"]) == ("ERO EL PASO CAMP EAST MONTANA", "EL PASO", "TX")
    assert round(rows[0]["average_daily_population"], 2) == 2505.24
    assert (rows[0]["sheet"], rows[0]["cells"]) == ("Facilities FY26", "J71:M71")


def test_05_facilities_on_last_year(copy: duckdb.DuckDBPyConnection) -> None:
    """The second largest has another name than a year before, and is no new one."""
    rows = ask(copy, "05")
    assert len(rows) == 203
    second = rows[1]
    assert (second["name"], round(second["average_daily_population"])) == ("ADAMS COUNTY CORRECTIONAL CENTER", 2_124)
    assert (round(second["population_a_year_before"]), round(second["change_on_year"])) == (2_171, -47)
    new = next(row for row in rows if row["population_a_year_before"] is None)
    assert new["name"] == "FLORIDA SOFT-SIDED FACILITY"


def test_06_book_ins_of_january_2025(copy: duckdb.DuckDBPyConnection) -> None:
    then, now = ask(copy, "06")
    assert (then["total"], then["data_through"]) == (15_202, date(2025, 1, 25))
    assert then["document_url"].endswith("FY25_detentionStats02032025.xlsx")
    assert (now["total"], now["data_through"]) == (21_990, date(2025, 9, 20))
    assert now["document_url"].endswith("FY25_detentionStats09242025.xlsx")
    for row in (then, now):
        assert row["sheet"] == "Detention FY25"
        assert row["cells"].endswith("total M20")


def test_07_most_revised(copy: duckdb.DuckDBPyConnection) -> None:
    """Slips of the publisher would lead the list: 188,934 ▶ 4,449, 2,006 ▶ 38,736, 27,895 ▶ 12,283."""
    rows = ask(copy, "07")
    assert len(rows) == 20
    assert rows[0]["series_key"] == "ice.iclos_detainees{held=adult,length=total}"
    assert (rows[0]["time_period"], rows[0]["old_value"], rows[0]["new_value"]) == ("2024-08-15", 36_904, 33_207)
    assert not {row["new_value"] for row in rows} & {12_283, 38_736, 4_449}
    book_ins = next(row for row in rows if "book_ins" in row["series_key"])
    assert (book_ins["time_period"], book_ins["old_value"], book_ins["new_value"]) == ("2021-12", 30_204, 26_775)
    assert (book_ins["old_sheet"], book_ins["old_cell"], book_ins["new_cell"]) == ("Detention FY22", "L21", "L21")


def test_08_fiscal_years_side_by_side(copy: duckdb.DuckDBPyConnection) -> None:
    rows = ask(copy, "08")
    assert [row["month"] for row in rows][:6] == ["October", "November", "December", "January", "February", "March"]
    assert list(rows[0])[2:] == [str(year) for year in range(2019, 2027)]
    march = only(rows, month="March")
    assert (round(march["2026"], 1), round(march["2025"], 1)) == (63_276.6, 47_670.5)
    assert only(rows, month="May")["2026"] is None


def test_09_removals_at_the_same_date(copy: duckdb.DuckDBPyConnection) -> None:
    rows = ask(copy, "09")
    now, before, missing = (only(rows, fiscal_year=year) for year in (2026, 2024, 2025))
    assert (now["value"], now["data_through"], now["sheet"], now["cell"]) == (
        234_236, date(2026, 4, 4), "Detention FY26", "P29"
    )  # fmt: skip
    assert (before["value"], before["data_through"], before["days_apart"]) == (133_803, date(2024, 4, 6), 2)
    assert (missing["value"], missing["data_through"], missing["days_apart"]) == (None, date(2025, 2, 22), -41)


def test_10_length_of_stay(copy: duckdb.DuckDBPyConnection) -> None:
    rows = ask(copy, "10")
    assert len(rows) == 91
    row = only(rows, time_period="2026-03")
    assert (round(row["average_length_of_stay"], 2), row["is_provisional"], row["cell"]) == (55.70, False, "G121")
    assert rows[-1]["is_provisional"]


def test_11_alternatives_to_detention_by_area(copy: duckdb.DuckDBPyConnection) -> None:
    rows = ask(copy, "11")
    assert len(rows) == 25
    assert (rows[0]["area_label"], rows[0]["participants"]) == ("San Francisco", 20_500)
    assert (rows[0]["sheet"], rows[0]["cells"]) == ("ATD FY26 YTD", "B124 B125 B126 B127")
    printed = copy.execute("""
        select value from marts.figure where sheet = 'ATD FY26 YTD' and cell = 'B123' and period_type = 'day'
            and is_current and document_id = ?""", [APRIL_2026]).fetchall()  # fmt: skip
    assert printed == [(20_500,)]


def test_12_between_the_last_two_editions(copy: duckdb.DuckDBPyConnection) -> None:
    rows = ask(copy, "12")
    book_ins = [row for row in rows if row["dataflow"] == "ice.book_ins_by_arresting_agency"]
    assert len(book_ins) == 11
    assert {(row["old_value"], row["new_value"]) for row in book_ins if row["new_cell"] == "M20"} == {(39_694, 39_678)}
    swapped = only(rows, time_period="2025-12", series_key="ice.bonds{measure=bond_posted,definition=final_book_outs}")
    assert (swapped["old_value"], swapped["new_value"]) == (2_006, 38_736)
    assert (swapped["old_cell"], swapped["new_cell"]) == ("M5", "L5")


def test_13_facilities_that_came_and_went(copy: duckdb.DuckDBPyConnection) -> None:
    """By name and city it would be 10 that appeared and 27 that vanished."""
    rows = ask(copy, "13")
    came = [row for row in rows if row["listed_from"] == date(2026, 4, 2)]
    went = [row for row in rows if row["not_listed_after"] == date(2026, 4, 2)]
    assert (len(came), len(went), len(rows)) == (8, 25, 33)
    assert sorted(row["came"] for row in came) == ["appeared"] * 4 + ["reappeared"] * 4
    assert {row["listed_to"] for row in went} == {date(2026, 2, 5)}


def test_14_held_by_state(copy: duckdb.DuckDBPyConnection) -> None:
    """Imperial in Calexico has lost its state in this edition, and is in California all the same."""
    rows = ask(copy, "14")
    california = only(rows, state="CA")
    assert (round(california["people"]), round(california["printed_without_state"])) == (6_465, 658)
    assert [row["state"] for row in rows if row["printed_without_state"] is not None] == ["CA"]
    assert None not in [row["state"] for row in rows]
    assert (rows[0]["state"], round(rows[0]["people"])) == ("TX", 17_908)


def test_15_segregation_by_facility(copy: duckdb.DuckDBPyConnection) -> None:
    rows = ask(copy, "15")
    row = only(rows, facility_label="MOSHANNON VALLEY PROCESSING CENTER")
    assert (row["value"], row["sheet"], row["cell"]) == (68, "FY26 Monthly Segregation", "B115")
    assert not [row for row in rows if "total" in row["facility_label"].lower()]


def test_16_releases_by_reason(copy: duckdb.DuckDBPyConnection) -> None:
    rows = ask(copy, "16")
    assert sum(row["people"] for row in rows) == 227_695
    assert {row["definition"] for row in rows} == {"final_book_outs"}
    assert only(rows, reason_label="Bonded out")["people"] == 11_068
    assert not [row for row in rows if "bond set" in row["reason_label"].lower()]


def test_17_quota_of_february_2025(copy: duckdb.DuckDBPyConnection) -> None:
    rows = ask(copy, "17")
    assert [row["value"] for row in rows] == [538, 593, 286, 956, 1_179, 969, None, None, 864]
    assert {row["quota_met"] for row in rows if row["value"] is not None} == {False}
    assert (rows[4]["time_period"], rows[4]["cell"], rows[-1]["highest_until_then"]) == ("2025-01-27", "r6c2", 1_179)
    assert not any(row["is_post"] for row in rows)  # no post of ICE is in the bundled history


# ── each fact of the report of 7 February 2025 ───────────────────────────────────────────────────────────────────────
REPORT = sorted((QUERIES / "report").glob("*.sql"))
SAID = {
    "highest_day": ("1,100", "ICE posts on X", 1_648),
    "quota": ("1,200-1,400", "Vitello", 1_519),
    "tuesday": ("800", "anonymous source", 1_754),
    "weekend": ("300", "anonymous source", 1_848),
    "two_weeks": ("8,000", "White House", 2_226),
    "released": ("461", "White House", 2_304),
}


#: facts that one query answers
TOGETHER = {"tuesday": "unnamed_sources", "weekend": "unnamed_sources"}


def fact(copy: duckdb.DuckDBPyConnection, name: str) -> tuple[Row, Row]:
    """What a query of queries/report answers of a fact: beside what was published then, and what is published now."""
    result = copy.execute((QUERIES / "report" / f"{TOGETHER.get(name, name)}.sql").read_text("utf-8"))
    names = [column[0] for column in result.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    then, now = (row for row in rows if row["said"] == SAID[name][0])
    assert (then["as_of"], now["as_of"]) == ("on 7 February 2025", "now")
    return then, now


def test_each_fact_of_the_report_has_a_query() -> None:
    assert [path.stem for path in REPORT] == sorted({*(TOGETHER.get(name, name) for name in SAID), "removals"})
    assert all(path.read_text("utf-8").startswith("-- ") for path in REPORT)


@pytest.mark.parametrize("name", SAID)
def test_what_was_said_by_whom_and_where(copy: duckdb.DuckDBPyConnection, name: str) -> None:
    for row in fact(copy, name):
        assert (row["said"], row["by_whom"], row["at_character"]) == SAID[name]
        assert row["published_on"] == date(2025, 2, 7)
        assert len(row["article"]) == 64
        assert row["sentence"] is None  # a restricted text of which the bundled history holds facts only


def test_the_highest_day_that_is_known_is_above_what_was_said(copy: duckdb.DuckDBPyConnection) -> None:
    for row in fact(copy, "highest_day"):
        assert (row["highest_day"], row["day"], row["days_known"], row["cell"]) == (1_179, "2025-01-27", 7, "r6c2")


def test_the_quota_was_met_on_no_day_that_is_known(copy: duckdb.DuckDBPyConnection) -> None:
    for row in fact(copy, "quota"):
        assert (row["days_met"], row["days_known"], row["highest_day"]) == (0, 7, 1_179)
        assert round(row["average_day"], 1) == 769.3
        assert row["cells"] == "r2c2 r3c2 r4c2 r5c2 r6c2 r7c2 r10c2"


@pytest.mark.parametrize(("name", "first", "last"), [("tuesday", 4, 4), ("weekend", 1, 2)])
def test_no_figure_of_these_days_was_published_and_later_an_average_of_two_weeks(
    copy: duckdb.DuckDBPyConnection, name: str, first: int, last: int
) -> None:
    then, now = fact(copy, name)
    assert (then["of_days_from"], then["of_days_to"]) == (date(2025, 2, first), date(2025, 2, last))
    assert (then["days_known"], then["arrests_on_x"], then["book_ins_a_day"]) == (0, None, None)
    assert (now["days_known"], now["arrests_on_x"]) == (0, None)
    assert (round(now["book_ins_a_day"] * 14), now["from_day"], now["to_day"]) == (
        9_826, date(2025, 1, 26), date(2025, 2, 8)
    )  # fmt: skip
    assert (now["sheet"], now["cell"], now["earlier_cell"]) == ("Detention FY25", "V22", "V22")


def test_of_the_two_weeks_half_the_days_are_known(copy: duckdb.DuckDBPyConnection) -> None:
    then, now = fact(copy, "two_weeks")
    for row in (then, now):
        assert (row["of_days_from"], row["of_days_to"]) == (date(2025, 1, 20), date(2025, 2, 2))
        assert (row["days_known"], row["arrests_on_x"], row["is_post"]) == (7, 5_385, False)
        assert (row["sheet"], row["cells"]) == ("Detention FY25", "ice M22; cbp M21; total M20")
    assert (then["book_ins_of_january"], then["data_through"]) == (6_552, date(2025, 1, 25))
    assert (now["book_ins_of_january"], now["data_through"]) == (11_753, date(2025, 9, 20))


def test_the_released_beside_all_who_were_let_go_in_january(copy: duckdb.DuckDBPyConnection) -> None:
    then, now = fact(copy, "released")
    assert (then["let_go_in_january"], then["left_in_january"]) == (5_742, 15_637)
    assert (then["place_let_go"], then["place_left"]) == ("Detention FY25!F38", "Detention FY25!F37")
    assert (now["let_go_in_january"], now["left_in_january"]) == (7_199, 19_970)
    assert (now["place_let_go"], now["place_left"]) == ("Detention FY25!F39", "Detention FY25!F38")


def test_removals_that_were_said_beside_those_to_date(copy: duckdb.DuckDBPyConnection) -> None:
    rows = copy.execute((QUERIES / "report" / "removals.sql").read_text("utf-8")).fetchall()
    assert [(said, whose) for said, whose, *_ in rows[::2]] == [
        ("Hundreds", "Kush Desai"), ("millions and millions", "Donald Trump"),
        ("2,700", "NBC News"), ("1 million", "NBC News"),
    ]  # fmt: skip
    then, now = ([*row[9:11], round(row[11], 1), *row[12:]] for row in rows[:2])
    assert then == ["on 7 February 2025", 85_769, 733.1, date(2024, 10, 1), date(2025, 1, 25), "Detention FY25", "P29"]
    assert now == ["now", 319_980, 901.4, date(2024, 10, 1), date(2025, 9, 20), "Detention FY25", "P29"]
