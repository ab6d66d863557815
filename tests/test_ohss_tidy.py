"""OHSS's flat file and the workbook of USBP encounters: whole files, and what changed between two editions."""

from __future__ import annotations

import io
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from own_home import asked, loaded

from collectors import registry
from collectors.agencies import ohss_khsm, ohss_monthly_csv
from collectors.errors import LayoutChanged
from collectors.records import Document, SourceModule
from warehouse.home import Home
from warehouse.publish import publish

FIXTURES = Path(__file__).parent / "fixtures"
NAMES = [
    (ohss_monthly_csv, "/sites/default/files/2024-12/ielp-table-202407-t.csv"),
    (ohss_monthly_csv, "/system/files/2026-05/ielp-table-202411.csv"),
    (ohss_khsm, "/sites/default/files/2025-01/KHSM%20Encounters%20(USBP)%20fy25m11.xlsx"),
    (ohss_khsm, "/khsm/KHSM Encounters (USBP) fy25m11.xlsx"),
]


@pytest.fixture(autouse=True)
def _no_history(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.rebuild.bundled", lambda: None)


def figures(text: str) -> dict[str, list[dict[str, Any]]]:
    return {one.kind: one.rows.to_pylist() for one in ohss_monthly_csv.read(Document(text.encode(), "flat.csv"))}


@pytest.mark.parametrize(("module", "path"), NAMES)
def test_files_are_found_on_the_landing_page(module: SourceModule, path: str) -> None:
    page = Document(f'<html><body><a href="{path}">File</a></body></html>'.encode(), module.SOURCE.start[0])
    (link,) = module.discover(page)
    assert registry.owner(link.url) is module


def test_a_year_that_fills_up_is_a_completion_and_a_month_that_changes_a_revision(tmp_path: Path) -> None:
    folder = FIXTURES / "ohss_monthly_csv"
    home = loaded(Home(tmp_path), ohss_monthly_csv, folder / "sep.csv", folder / "oct.csv")
    revised = asked(home, "select series_key, time_period, old_value, new_value from core.revision order by all")
    assert revised == [
        ("ohss.csv_repatriations{type=removals}", "2023-10", 30, 50),
        ("ohss.csv_repatriations{type=total}", "2023-10", 60, 80),
    ]
    assert asked(home, "select distinct time_period from core.completion") == [("2023-10-01/P1Y",)]
    assert asked(home, "from core.withdrawal") == []
    results = publish(home).results
    assert [one.rule.name for one in results if one.blocks] == []
    assert {one.rule.name: one.findings for one in results if one.findings} == {}


@pytest.mark.parametrize("cell", [True, time(5), timedelta(hours=27)])
def test_a_row_that_holds_neither_word_nor_number_costs_itself_and_is_told(cell: object) -> None:
    path = min((FIXTURES / "ohss_khsm").glob("*.xlsx"))
    book, content = openpyxl.load_workbook(path), io.BytesIO()
    book.worksheets[-1].cell(book.worksheets[-1].max_row + 1, 1).value = cell
    book.save(content)
    whole, said = (
        {one.kind: one.rows.to_pylist() for one in ohss_khsm.read(Document(body, "khsm.xlsx"))}
        for body in (path.read_bytes(), content.getvalue())
    )
    assert "refusal" not in said
    assert len(said["observation"]) == len(whole["observation"])
    assert [one["kind"] for one in said["notice"] if one not in whole["notice"]] == ["date_slipped"]


def test_a_row_whose_years_disagree_is_left_out_and_told() -> None:
    text = (FIXTURES / "ohss_monthly_csv" / "oct.csv").read_text().replace("\n2023,2024,11,", "\n2024,2024,11,")
    said = figures(text)
    assert {row["time_period"] for row in said["observation"]} == {"2023-10-01/P1Y", "2023-10"}
    assert [row["kind"] for row in said["notice"]] == ["day_inferred", "date_slipped"]


def test_a_group_that_lost_a_column_costs_itself() -> None:
    text = (FIXTURES / "ohss_monthly_csv" / "oct.csv").read_text().replace("Repatriations:Removals", "Removals")
    said = figures(text)
    assert {row["dataflow"] for row in said["observation"]} == {"ohss.csv_southwest_border_book_outs"}
    assert "unknown_column" in {row["kind"] for row in said["notice"]}
    with pytest.raises(LayoutChanged):
        figures(text.replace("OFO:Total", "OFO"))


@pytest.mark.slow
def test_real_editions_of_the_flat_file(tmp_path: Path, corpus: Path) -> None:
    home = loaded(Home(tmp_path), ohss_monthly_csv, *sorted((corpus / "agency" / "ohss_monthly_csv").glob("*.csv")))
    assert asked(home, "select count(*) from core.observation group by document_id order by 1") == [(4_230,), (4_260,)]
    assert asked(home, "select count(*) from core.change") == [(149,)]
    assert asked(home, "select min(time_period) from core.change") == [("2014-04",)]
    assert asked(home, "from core.withdrawal") == []
    slips = [one for one in publish(home).results if one.findings]
    assert {one.rule.name: one.findings for one in slips} == {"months_add_up": 4}


@pytest.mark.slow
def test_the_whole_workbook_of_usbp_encounters(tmp_path: Path, corpus: Path) -> None:
    home = loaded(Home(tmp_path), ohss_khsm, *(corpus / "agency" / "ohss_khsm").glob("*.xlsx"))
    assert asked(home, "select count(*), count(distinct dataflow) from core.observation") == [(48_815, 8)]
    assert asked(home, "select distinct reason from core.coverage order by 1") == [("axis",), ("observation",)]
    assert asked(home, "select distinct kind from core.notice") == [("day_inferred",)]
    year = """select value from core.observation
        where dataflow = 'ohss.khsm_usbp_encounters' and time_period = '2016-10-01/P1Y'"""
    assert asked(home, year) == [(310_530,)]
    slips = [one for one in publish(home).results if one.findings]
    assert {one.rule.name: one.findings for one in slips} == {}
