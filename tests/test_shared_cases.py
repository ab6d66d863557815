"""Small inputs with one odd thing each, and what is right (`../shared/cases`, its RIGHT files): workbooks of `wb`,
those that made figures go astray or the process die (`attack`), and two editions (`vintage`)."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import duckdb
import pytest

from collectors import registry
from collectors.archive.store import Archive
from collectors.importing import import_file
from tests.faults.box import Answer, Box
from warehouse.home import Home
from warehouse.publish import publish
from warehouse.rebuild import update

ROOT = Path(__file__).resolve().parent.parent
CASES = Path(os.environ.get("ONRECORD_CASES", ROOT.parent / "shared" / "cases"))
PLAIN = ROOT / "tests" / "fixtures" / "ice_detention_statistics" / "fy2025.xlsx"
SOURCE = "ice_detention_statistics"
SEEN = datetime(2025, 2, 10, 12, tzinfo=UTC)
#: the cell of most cases, and what it says in the workbook that they are made of
SHEET, CELL, VALUE = "Detention FY25", "J20", 1100.0

#: the same figures as the workbook that they are made of
SAME = [
    "strict",
    "prefix_x",
    "date1904",
    "no_r",
    "dim_small",
    "x000d",
    "chartsheet",
    "phonetic",
    "saved_2006",
    "saved_future",
    "txt_nbsp",
    "txt_trail_nbsp",
    "v_space",
    "v_exp",
    "fmt_red",
    "fmt_days",
    "fmt_pad_d",
    "fmt_esc",
    "fmt_star",
    "fmt_loc",
    "fmt_acc",
    "fmt_gen",
    "fmt_cond",
    "fmt_ym",
    "fmt_E",
    "fmt_general_day",
]
#: the figure, or somebody is told
SAME_OR_TOLD = ["txt_zw", "txt_star", "txt_eu", "formula_dummy0"]
#: what a text says is told
TOLD = [
    "txt_percent",
    "txt_bracket",
    "txt_dash",
    "txt_plus",
    "txt_lt",
    "txt_apos",
    "txt_lead0",
    "v_nan",
    "v_inf",
    "v_neg",
]
#: an observation without a value, status O, and what is printed
NO_VALUE = {"err_ref": "#REF!", "formula_nocache": None, "formula_emptyv": None}
OTHERS = ["rich_marker", "err_facility", "sst_empty", "dim_none"]


@pytest.fixture(scope="module")
def box() -> Iterator[Box]:
    if not CASES.is_dir():
        pytest.skip("the small inputs with right answers are not beside this checkout (../shared/cases)")
    with Box(SOURCE) as started:
        yield started


def test_each_case_is_asked_for(box: Box) -> None:
    listed = {line.split("\t")[0] for line in (CASES / "wb" / "RIGHT.tsv").read_text().splitlines()}
    assert listed == {*SAME, *SAME_OR_TOLD, *TOLD, *NO_VALUE, *OTHERS}


@pytest.mark.slow
@pytest.mark.parametrize("name", SAME)
def test_an_odd_form_changes_no_figure(box: Box, name: str) -> None:
    answer = read(box, f"wb/{name}.xlsx")
    assert answer.outcome == "read", answer.error
    assert figures(answer) == figures(plain(box))


@pytest.mark.parametrize("name", ["saved_2006", "saved_future"])
def test_an_impossible_save_is_told(box: Box, name: str) -> None:
    """2006 for a workbook whose data run through January 2025; 2079 for one that was seen in 2025."""
    answer = box.read((CASES / "wb" / f"{name}.xlsx").read_bytes(), f"{name}.xlsx", SEEN)
    assert figures(answer) == figures(plain(box)), answer.error
    assert told(box, answer)


@pytest.mark.parametrize("name", SAME_OR_TOLD)
def test_an_odd_figure_is_right_or_told(box: Box, name: str) -> None:
    answer = read(box, f"wb/{name}.xlsx")
    others = {at: figure for at, figure in figures(plain(box)).items() if at != (SHEET, CELL)}
    refused = {(row["sheet"], row["table_title"]) for row in answer.of("refusal")}
    assert answer.outcome == "read", answer.error
    assert others.items() <= figures(answer).items() or refused
    right = figures(answer).get((SHEET, CELL)) == figures(plain(box))[SHEET, CELL]
    assert (right and not refused) or told(box, answer)
    assert value(answer) not in (1.1, 0.0), "a wrong figure, told or not"


def test_a_label_with_a_footnote_mark_is_the_same_label_or_told(box: Box) -> None:
    answer = read(box, "wb/rich_marker.xlsx")
    assert answer.outcome == "read", answer.error
    assert figures(answer) == figures(plain(box)) or told(box, answer)
    untouched = {row["cell"] for row in plain(box).of("observation") if "CBP" not in str(row)}
    assert untouched <= {row["cell"] for row in answer.of("observation")} or answer.of("refusal")


@pytest.mark.parametrize("name", TOLD)
def test_what_is_no_plain_figure_is_told_and_has_no_wrong_value(box: Box, name: str) -> None:
    answer = read(box, f"wb/{name}.xlsx")
    assert answer.outcome == "read", answer.error
    assert told(box, answer)
    allowed = {
        "txt_bracket": (None, -3.0),
        "v_neg": (None, -1100.0),
        "txt_plus": (None, 5.0),
        "txt_apos": (None, VALUE),
    }
    assert value(answer) in allowed.get(name, (None,))
    cell = observation(answer, SHEET, CELL)
    assert cell is None or cell["value"] is not None or cell["obs_status"] in "OQ", "status A says that there is one"
    assert {**figures(plain(box)), (SHEET, CELL): None} == {**figures(answer), (SHEET, CELL): None}


def test_a_withheld_figure_is_told_as_withheld(box: Box) -> None:
    assert observation(read(box, "wb/txt_lt.xlsx"), SHEET, CELL)["obs_status"] == "Q"


@pytest.mark.parametrize("name", NO_VALUE)
def test_an_error_and_a_formula_without_a_value_are_told(box: Box, name: str) -> None:
    answer = read(box, f"wb/{name}.xlsx")
    cell = observation(answer, SHEET, CELL)
    assert cell is not None
    assert (cell["value"], cell["obs_status"]) == (None, "O")
    assert NO_VALUE[name] in (None, cell["value_text"])
    assert (cell["series_key"], cell["time_period"]) == figures(plain(box))[SHEET, CELL][:2]
    assert told(box, answer)


@pytest.mark.slow
def test_an_error_among_the_facilities_is_told(box: Box) -> None:
    answer = read(box, "wb/err_facility.xlsx")
    changed = [at for at, figure in figures(plain(box)).items() if figures(answer).get(at) != figure]
    assert len(changed) == 1
    cell = observation(answer, *changed[0])
    assert cell is not None
    assert (cell["value"], cell["obs_status"], cell["value_text"]) == (None, "O", "#DIV/0!")
    assert told(box, answer)


def test_a_shared_string_without_a_number_is_blank(box: Box) -> None:
    answer = read(box, "wb/sst_empty.xlsx")
    cell = observation(answer, SHEET, CELL)
    assert cell is None or (cell["value"], cell["value_text"] or "") == (None, "")
    assert not any("4,711" in str(row) for kind in answer.tables for row in answer.of(kind))


def test_a_stray_blank_cell_far_out_costs_nothing(box: Box) -> None:
    answer = read(box, "wb/dim_none.xlsx")
    assert answer.outcome in ("read", "refused")
    assert answer.outcome == "refused" or figures(answer) == figures(plain(box))


# ── Figures that went astray, processes that died ────────────────────────────────────────────────────────────────────
def test_a_stray_cell_far_out_does_not_end_the_process(box: Box) -> None:
    answer = read(box, "attack/stray_far_cell.xlsx")
    assert answer.outcome in ("read", "refused"), f"{answer.outcome}: {answer.error}"
    assert answer.peak_mib < 1024
    if answer.outcome == "read":
        assert len(answer.of("observation")) > 3000 or answer.of("refusal")
    assert read(box, "wb/strict.xlsx").outcome == "read", "the next document is read"


def test_inner_rows_without_their_outer_row_are_refused(box: Box) -> None:
    """`CBP Average` is gone, its two inner rows are not: they are no figures of everybody."""
    answer = read(box, "attack/outer_row_deleted.xlsx")
    flow = "ice.adp_by_arresting_agency"
    assert answer.outcome in ("read", "refused"), answer.error
    assert not [row for row in answer.of("observation") if row["dataflow"] == flow]
    if answer.outcome == "read":
        assert [row for row in answer.of("refusal") if flow in (row["dataflow"], row["table_title"])]
        assert [row for row in answer.of("observation") if row["dataflow"] == "ice.alos_by_arresting_agency"]


def test_a_missing_label_is_told_or_refused_in_words(box: Box) -> None:
    answer = read(box, "attack/blank_label.xlsx")
    assert answer.outcome in ("read", "refused"), answer.error
    if answer.outcome == "read":
        assert answer.of("refusal") or any(row["cell"] == "A10" for row in answer.of("notice"))
        assert len({row["dataflow"] for row in answer.of("observation")}) > 10, "the other tables load"


# ── Two editions ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_day_after_the_document_was_seen_is_a_slip(box: Box) -> None:
    answer = box.read((CASES / "vintage" / "misprint.xlsx").read_bytes(), "misprint.xlsx", SEEN)
    assert answer.outcome == "read", answer.error
    assert [row for row in answer.of("notice") if row["kind"] == "date_slipped" and "2035" in str(row)]
    assert not [row for row in answer.of("observation") if str(row["data_through"]).startswith("2035")]


@pytest.mark.slow
def test_a_misprinted_day_does_not_rule_for_ten_years(
    box: Box, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The edition that says 2035 for 2025 does not outrank the next one."""
    monkeypatch.setattr("warehouse.rebuild.bundled", lambda: None)
    home = Home(tmp_path / "data")
    archive, source = Archive(home.archive), registry.source(SOURCE).SOURCE
    seen = {"misprint": SEEN, "right": datetime(2025, 2, 15, 12, tzinfo=UTC)}
    for name, when in seen.items():
        url = f"https://www.ice.gov/doclib/detention/{name}.xlsx"
        path = CASES / "vintage" / f"{name}.xlsx"
        import_file(archive, path, source, url, when, "archive_capture")
    update(home, modules={SOURCE: registry.source(SOURCE)})
    publish(home)
    query = """
        select value from as_of(timestamp '2025-02-20 12:00:00')
        where dataflow = 'ice.book_ins_by_arresting_agency' and series_key like '%agency=total%'
          and time_period = '2024-10'
    """
    with duckdb.connect(str(home.published), read_only=True) as connection:
        assert connection.execute(query).fetchall() == [(1111.0,)]


# ── What is asked ────────────────────────────────────────────────────────────────────────────────────────────────────
def read(box: Box, name: str) -> Answer:
    path = CASES / name
    return box.read(path.read_bytes(), path.name)


@cache
def plain(box: Box) -> Answer:
    """The workbook that the cases are made of."""
    return box.read(PLAIN.read_bytes(), PLAIN.name)


def figures(answer: Answer) -> dict[tuple[str, str], tuple[object, ...]]:
    """(sheet, cell) ▶ series, period, value, status."""
    return {
        (row["sheet"], row["cell"]): (row["series_key"], row["time_period"], number(row["value"]), row["obs_status"])
        for row in answer.of("observation")
    }


def number(value: float | None) -> float | str | None:
    """As it is, but NaN, which equals nothing."""
    return value if value is None or math.isfinite(value) else str(value)


def observation(answer: Answer, sheet: str, cell: str) -> dict[str, object] | None:
    return next((row for row in answer.of("observation") if (row["sheet"], row["cell"]) == (sheet, cell)), None)


def value(answer: Answer) -> object:
    """Of the cell of most cases; None where it has none."""
    cell = observation(answer, SHEET, CELL)
    return number(cell["value"]) if cell else None  # type: ignore[arg-type]


def told(box: Box, answer: Answer) -> bool:
    """Whether there is a refusal, or a notice that the workbook they are made of does not give."""
    before = [{**row, "sheet": None} for row in plain(box).of("notice")]
    return bool(answer.of("refusal")) or any({**row, "sheet": None} not in before for row in answer.of("notice"))
