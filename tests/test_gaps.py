"""Holes between editions; editions that are known and not at hand; what others report of these."""

from __future__ import annotations

import csv
import re
from datetime import date

import pytest
from small_warehouse import SmallWarehouse

from collectors import registry
from warehouse.definitions import SEEDS
from warehouse.queries import answer

CBP, TOTAL = "ice.book_ins_by_arresting_agency{agency=CBP}", "ice.removals{population=total}"
FOUND = (
    "select dataflow, gap_from, gap_to, days, before_document_id, after_document_id from core.edition_gap order by all"
)
NEWER = "https://www.ice.gov/doclib/detention/newer.xlsx"


@pytest.fixture(scope="module")
def made() -> SmallWarehouse:
    return SmallWarehouse()


@pytest.fixture
def small(made: SmallWarehouse) -> SmallWarehouse:
    """Late after 30 days; nothing in it."""
    made.empty()
    made.connection.execute("update raw.source set late_after = 'P30D'")
    for table in ("core.not_at_hand", "core.reported_figure", "core.source_life"):
        made.connection.execute(f"delete from {table}")
    return made


def edition(small: SmallWarehouse, name: str, known_from: str, through: str, *series: str) -> None:
    """An edition that prints a figure of each series."""
    small.document(name, known_from, through)
    for number, key in enumerate(series or (CBP,)):
        small.figure(name, f"A{number}", key, "2024-10-01/P1Y", 1.0, data_through=through)


def over(small: SmallWarehouse) -> None:
    """The source ends, so that no hole is open."""
    small.insert(
        "core.source_life",
        source_id="ice_detention_statistics",
        state="ended",
        since=date(2025, 9, 1),
        evidence="it said so",
    )


def test_a_stretch_longer_than_late_after_is_a_hole(small: SmallWarehouse) -> None:
    edition(small, "a", "2025-01-03 15:00", "2024-12-28")
    edition(small, "b", "2025-02-02 15:00", "2025-01-25")  # 30 days are not late
    edition(small, "c", "2025-03-05 15:00", "2025-02-22")  # 31 are
    over(small)
    assert [tuple(row.values()) for row in small.rows(FOUND)] == [
        (None, date(2025, 2, 2), date(2025, 3, 5), 31, "b", "c")
    ]


def test_days_are_those_of_washington(small: SmallWarehouse) -> None:
    edition(small, "a", "2025-02-01 04:59", "2025-01-25")  # the last evening of January there
    edition(small, "b", "2025-03-03 05:00", "2025-02-22")
    over(small)
    assert [row["gap_from"] for row in small.rows(FOUND)] == [date(2025, 1, 31)]


def test_the_newest_edition_leaves_a_hole_until_today_unless_the_source_is_over(small: SmallWarehouse) -> None:
    edition(small, "a", "2025-01-03 15:00", "2024-12-28")
    (row,) = small.rows(FOUND)
    assert (row["gap_from"], row["gap_to"], row["after_document_id"]) == (date(2025, 1, 3), None, None)
    assert row["days"] > 600
    over(small)
    assert small.rows(FOUND) == []


def test_a_past_year_saved_again_fills_no_hole(small: SmallWarehouse) -> None:
    edition(small, "a", "2025-01-03 15:00", "2024-12-28")
    edition(small, "old", "2025-02-01 15:00", "2024-09-30")
    edition(small, "b", "2025-02-20 15:00", "2025-02-08")
    over(small)
    assert [(row["days"], row["before_document_id"]) for row in small.rows(FOUND)] == [(48, "a")]


def test_a_table_has_holes_of_its_own(small: SmallWarehouse) -> None:
    edition(small, "a", "2025-01-03 15:00", "2024-12-28", CBP, TOTAL)
    edition(small, "b", "2025-01-20 15:00", "2025-01-11")
    edition(small, "c", "2025-02-05 15:00", "2025-01-25", CBP, TOTAL)
    edition(small, "d", "2025-04-05 15:00", "2025-03-25", CBP, TOTAL)
    over(small)
    assert [tuple(row.values())[:4] for row in small.rows(FOUND)] == [
        ("ice.removals", date(2025, 1, 3), date(2025, 2, 5), 33),
        (None, date(2025, 2, 5), date(2025, 4, 5), 59),  # of both tables: told once
    ]
    small.insert(
        "core.source_life",
        source_id="ice_detention_statistics",
        dataflow="ice.removals",
        state="suspended",
        since=date(2025, 1, 4),
        evidence="it said so",
    )
    assert [row["dataflow"] for row in small.rows(FOUND)] == [None]


def test_the_table_fits_80_characters(small: SmallWarehouse) -> None:
    long = "ice.atd_court_appearances_with_a_long_name{status=total}"
    edition(small, "a" * 64, "2025-01-03 15:00", "2024-12-28", CBP, long)
    edition(small, "b" * 64, "2025-01-20 15:00", "2025-01-11")
    edition(small, "c" * 64, "2025-03-05 15:00", "2025-02-22", CBP, long)
    names, rows = answer(small.connection, "gaps")
    shown = [[str(value) for value in row] for row in [names, *rows]]
    assert sum(max(map(len, column)) for column in zip(*shown, strict=True)) + len(names) <= 80
    assert [row[4:] for row in rows] == [("b" * 8, "c" * 8), ("c" * 8, ""), ("a" * 8, "c" * 8)]


def test_an_edition_is_not_at_hand_until_its_bytes_come(small: SmallWarehouse) -> None:
    edition(small, "a", "2025-01-03 15:00", "2024-12-28")
    row = {"source_id": "ice_detention_statistics", "known": "it is there", "evidence": "the page linked to it"}
    small.insert("core.not_at_hand", url=NEWER, document_id="n", data_through=date(2025, 3, 1), **row)
    small.insert(
        "core.not_at_hand", url="https://www.ice.gov/doclib/detention/older.xlsx", data_through=date(2024, 3, 1), **row
    )
    assert answer(small.connection, "newer_not_at_hand")[1] == [
        ("newer", "ice_detention_statistics: newer.xlsx, data through 2025-03-01 (at hand: 2024-12-28)")
    ]
    assert [outcome for outcome, _ in answer(small.connection, "not_at_hand")[1]] == ["newer", "older"]
    edition(small, "another", "2025-02-01 15:00", "2025-01-25")
    small.connection.execute("update raw.document set url = ? where document_id = 'another'", [NEWER])
    assert len(answer(small.connection, "newer_not_at_hand")[1]) == 1  # other bytes under its address
    edition(small, "n", "2025-03-05 15:00", "2025-03-01")
    edition(small, "older", "2024-03-05 15:00", "2024-03-01")
    assert answer(small.connection, "not_at_hand")[1] == []


def test_what_others_report_stands_beside_the_series_and_nowhere_else(small: SmallWarehouse) -> None:
    small.document("a", "2026-04-09 15:00", "2026-04-04")
    for period, value in (("2026-03", 30.0), ("2026-04", 4.0), ("2025-10-01/P1Y", 99.0)):
        small.figure("a", period, CBP, period, value, data_through="2026-04-04")
    small.speak()
    row = {"source_id": "ice_detention_statistics", "known": "it is there", "evidence": "the page linked to it"}
    small.insert("core.not_at_hand", url=NEWER, data_through=date(2026, 7, 11), **row)
    for period in ("2025-10-01/P1Y", "2026-04", "2026-07", "2026-07-11"):
        small.insert("core.reported_figure", url=NEWER, series_key=CBP, time_period=period, value=7, words="book-ins")
    rows = small.rows("""
        select time_period, is_provisional, reported_value, said_now, newest_period, newest_value
        from marts.reported_figures order by all""")
    assert [tuple(row.values()) for row in rows] == [
        ("2025-10-01/P1Y", True, 7, 99, "2025-10-01/P1Y", 99),
        ("2026-04", False, 7, 4, "2026-04", 4),
        ("2026-07", True, 7, None, "2026-04", 4),
        ("2026-07-11", False, 7, None, None, None),
    ]  # fmt: skip
    for relation in ("marts.book_ins", "marts.figure", "as_of(now())", "core.observation"):
        assert small.rows(f"from {relation} where time_period like '2026-07%'") == []


# ── the reviewed seeds ───────────────────────────────────────────────────────────────────────────────────────────────
def seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_edition_not_at_hand_is_one_of_its_source() -> None:
    rows = seed("not_at_hand")
    assert len({row["url"] for row in rows}) == len(rows)
    for row in rows:
        assert registry.source(row["source_id"]).SOURCE.owns(row["url"]), row["url"]
        assert re.fullmatch(r"([0-9a-f]{64})?", row["document_id"])
        assert row["known"]
        assert row["evidence"]


def test_each_reported_figure_is_of_such_an_edition_and_of_a_series_that_is_read() -> None:
    sources = {row["url"]: row["source_id"] for row in seed("not_at_hand")}
    rows = seed("reported_figure")
    assert rows
    for row in rows:
        dataflow, dimensions = re.fullmatch(r"([\w.]+)\{(.*)\}", row["series_key"]).groups()  # type: ignore[union-attr]
        declared = {one.dataflow: one for one in registry.source(sources[row["url"]]).DATAFLOWS}
        assert {pair.split("=")[0] for pair in dimensions.split(",")} <= set(declared[dataflow].dimensions)
