"""ICE's daily figures on X, as reported: blanks are missing, odd rows cost themselves; the highest day, the fall."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from collectors import registry
from collectors.agencies import ice_x_daily_reported as source
from collectors.archive.store import Archive
from collectors.errors import EmptyRelease, LayoutChanged
from collectors.importing import import_file
from collectors.records import Document
from warehouse.connection import writer
from warehouse.definitions import define_for_readers
from warehouse.home import Home
from warehouse.publish import publish
from warehouse.rebuild import update

HEADER = "date,arrests,detainers,source\n"
DAYS = Path(__file__).parent / "fixtures" / "ice_x_daily_reported" / "days.csv"


def read(text: str) -> dict[str, list[dict[str, object]]]:
    document = Document(text.encode(), "days.csv")
    return {table.kind: table.rows.to_pylist() for table in source.read(document)}


def figures(text: str) -> list[tuple[object, ...]]:
    return [(one["cell"], one["value"], one["obs_status"]) for one in read(text)["observation"]]


def test_a_blank_is_missing_and_zero_is_zero() -> None:
    assert figures(HEADER + "2025-01-27,,0,somebody\n") == [("r2c2", None, "O"), ("r2c3", 0.0, "A")]


def test_columns_are_found_by_their_names() -> None:
    assert figures("detainers,source,date,arrests\n5,x,2025-01-27,7\n") == [("r2c4", 7.0, "A"), ("r2c1", 5.0, "A")]


@pytest.mark.parametrize(
    ("row", "kind", "omitted"),
    [
        ("27 Jan,7,5,x", "date_slipped", ["r3c2", "r3c3"]),
        ("2025-02-30,7,,x", "date_slipped", ["r3c2"]),
        ("2025-01-27,7,5,x,9", "header_slipped", ["r3c2", "r3c3", "r3c5"]),
        ("2025-01-27,7", "header_slipped", ["r3c2"]),
    ],
)
def test_a_row_that_cannot_be_read_costs_itself(row: str, kind: str, omitted: list[str]) -> None:
    said = read(f"{HEADER}2025-01-26,1,2,x\n{row}\n")
    assert [one["value"] for one in said["observation"]] == [1.0, 2.0]
    assert [one["kind"] for one in said["notice"]] == ["day_inferred", kind]
    assert [one["cell"] for one in said["omission"]] == omitted
    (counts,) = said["sheet"]
    assert (counts["numeric_cells"], counts["observed_cells"], counts["omitted_cells"]) == (
        2 + len(omitted),
        2,
        len(omitted),
    )


@pytest.mark.parametrize(("text", "value", "kind"), [("some", None, "unknown_mark"), ("-3", -3.0, "negative_figure")])
def test_an_odd_figure_is_told(text: str, value: float | None, kind: str) -> None:
    said = read(f"{HEADER}2025-01-26,{text},2,x\n")
    assert said["observation"][0]["value"] == value
    (told,) = (one for one in said["notice"] if one["kind"] != "day_inferred")
    assert (told["kind"], told["cell"], told["found"]) == (kind, "r2c2", text)


def test_numbers_in_a_column_that_nobody_declared_are_omissions() -> None:
    said = read("date,arrests,detainers,source,removals\n2025-01-26,1,2,x,3\n")
    assert [(one["cell"], one["reason"]) for one in said["omission"]] == [("r2c5", "column not declared")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("date,arrests,source\n2025-01-26,1,x\n", "0 of them in the header"),
        ("date,arrests,arrests,detainers,source\n2025-01-26,1,1,2,x\n", "2 of them in the header"),
        (HEADER + "2025-01-26,1,2,x\n2025-01-26,1,2,y\n", "of 2025-01-26 in r2c2 and in r3c2"),
    ],
)
def test_another_layout_is_refused(text: str, found: str) -> None:
    with pytest.raises(LayoutChanged, match=found):
        read(text)


def test_a_header_without_rows_is_an_empty_release() -> None:
    with pytest.raises(EmptyRelease):
        read(HEADER)


def test_nothing_is_asked_for_it() -> None:
    assert source.SOURCE.id not in [module.SOURCE.id for module in registry.asked()]
    assert not source.SOURCE.owns("https://x.com/ICEgov/status/1")
    with pytest.raises(EmptyRelease):
        next(source.discover(Document(b"<html></html>", "https://x.com/")))


@pytest.mark.slow
def test_the_highest_day_and_the_fall_since(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.rebuild.bundled", lambda: None)  # this list alone
    home = Home(tmp_path)
    import_file(Archive(home.archive), DAYS, source.SOURCE, DAYS.name, None, "unknown")
    update(home)
    columns = "value, highest_until_then, below_highest, reported_by"
    asked = f"select {columns} from ready.x_daily_as_of(?) where measure = 'arrests' order by period_start"
    with writer(home.warehouse) as connection:
        define_for_readers(connection)
        assert connection.execute(asked, [date(2025, 3, 7)]).fetchall() == [
            (210, 210, 0, "harbor-news.example (2025-03-03)"),
            (1340, 1340, 0, "harbor-news.example (2025-03-03); same in pier.example"),
            (None, 1340, None, None),
            (0, 1340, 1340, "pier.example (2025-03-06); one source"),
        ]
        assert connection.execute(asked, [date(2025, 3, 4)]).fetchall() == []  # its last day was not over
    assert [one.rule.name for one in publish(home).results if one.blocks] == []


def test_what_news_sites_reported(corpus: Path) -> None:
    said = read((corpus / "claims" / "ice_x_daily_2025.csv").read_text("utf-8"))["observation"]
    arrests = {str(one["time_period"]): one["value"] for one in said if one["metric"] == "arrests"}
    assert max((value or 0, day) for day, value in arrests.items()) == (1179, "2025-01-27")
    assert [day for day, value in arrests.items() if value is None] == ["2025-01-29", "2025-01-30"]
    assert min(arrests) == "2025-01-23"
    assert max(arrests) == "2025-01-31"
