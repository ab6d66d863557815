"""The chief measures of several publishers side by side: each figure of one source alone, with its cells."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

import duckdb
import pytest
from conftest import Newcomer
from small_warehouse import SmallWarehouse

from collectors import registry
from warehouse.connection import read_only
from warehouse.definitions import SEEDS

SOUTHWEST = (
    "cbp.southwest_border_encounters{agency=%s,demographic=x,citizenship=MEX,authority=title_8,encounter_type=y}"
)
BY_STATE = "cbp.nationwide_encounters_by_state{region=%s,state=%s,demographic=x,citizenship=MEX,authority=title_8}"
JULY = "2024-07"
MEASURES = (
    "arrests", "book_ins", "book_ins_ice", "book_ins_cbp", "detained", "detained_on_average", "released", "booked_out",
    "removed", "returned", "removed_or_returned_by_ice", "repatriated", "encounters", "encounters_southwest",
    "encounters_usbp",
)  # fmt: skip
#: column of ready.encounters ▶ whose figure of which measure it is
ENCOUNTERS = {
    "cbp": ("cbp_nationwide_encounters", "encounters"),
    "cbp_southwest": ("cbp_southwest_border", "encounters_southwest"),
    "usbp": ("usbp_monthly_encounters", "encounters_usbp"),
    "ohss": ("ohss_monthly_tables", "encounters"),
    "ohss_southwest": ("ohss_monthly_tables", "encounters_southwest"),
    "ohss_usbp": ("ohss_monthly_tables", "encounters_usbp"),
}


@pytest.fixture(scope="module")
def small() -> SmallWarehouse:
    """July 2024 by ICE (two editions), by OHSS in two publications, and by CBP in two that print no total."""
    small = SmallWarehouse()
    for source, publisher in (
        ("ohss_monthly_tables", "OHSS"), ("ohss_monthly_csv", "OHSS"), ("cbp_southwest_border", "CBP"),
        ("cbp_nationwide_encounters", "CBP"),
    ):  # fmt: skip
        small.insert(
            "raw.source", source_id=source, publisher=publisher, title=source, licence="public", body="restricted",
            start_urls=[], documents="", media=["csv"], cron="", timezone="UTC", expected_every="", late_after="P60D",
            language="en", found_by=["index"], filter="none", tried=True,
        )  # fmt: skip
    released = "ice.releases_by_reason{definition=%s,reason=%s,criminality=total}"
    ohss_book_outs = "ohss.ice_book_outs_by_criminality{criminality=total,reason=%s}"
    said: dict[str, tuple[str, str, str, list[tuple[str, float, str]]]] = {
        "ice-1": ("ice_detention_statistics", "2024-08-01 15:00", "2024-07-20", [
            ("ice.book_ins_by_arresting_agency{agency=total}", 15_000, "book_ins"),
            ("ice.book_ins_by_arresting_agency{agency=ICE}", 5_000, "book_ins"),
        ]),
        "ice-2": ("ice_detention_statistics", "2024-10-01 15:00", "2024-09-20", [
            ("ice.book_ins_by_arresting_agency{agency=total}", 23_644, "book_ins"),
            ("ice.book_ins_by_arresting_agency{agency=ICE}", 8_009, "book_ins"),
            ("ice.book_ins_by_criminality{facility_type=total,criminality=total}", 23_644, "book_ins"),
            (released % ("final_book_outs", "bonded_out"), 100, "final_book_outs"),
            (released % ("final_book_outs", "bond_set_by_ice"), 40, "final_book_outs"),  # a part of bonded_out
            (released % ("final_book_outs", "paroled"), 20, "final_book_outs"),
            (released % ("final_book_outs", "release_to_remove"), 7_000, "final_book_outs"),
            (released % ("final_book_outs", "total"), 7_120, "final_book_outs"),
        ]),
        "tables": ("ohss_monthly_tables", "2024-11-08 15:00", "2024-07-31", [
            ("ohss.ice_book_ins_by_arresting_agency{agency=total}", 23_630, "book_ins"),
            ("ohss.ice_book_ins_by_citizenship{citizenship=total}", 23_630, "book_ins"),
            (ohss_book_outs % "bonded_out", 110, "book_outs"),
            ("ohss.repatriations_by_type{type=removals}", 30_000, "repatriations"),
            ("ohss.repatriations_by_type{type=enforcement_returns}", 4_000, "repatriations"),
            ("ohss.repatriations_by_type{type=administrative_returns}", 5_000, "repatriations"),
        ]),
        "flat": ("ohss_monthly_csv", "2024-12-08 15:00", "2024-08-31", [
            ("ohss.csv_repatriations{type=removals}", 30_010, "repatriations"),
            ("ohss.csv_southwest_border_book_outs{agency=CBP,outcome=total}", 104_100, "book_outs"),
        ]),
        "border": ("cbp_southwest_border", "2024-12-20 15:00", "2024-11-30", [
            (SOUTHWEST % "USBP", 56_400, "encounters"), (SOUTHWEST % "OFO", 47_700, "encounters"),
        ]),
        "states": ("cbp_nationwide_encounters", "2024-12-21 15:00", "2024-11-30", [
            (BY_STATE % ("southwest_land_border", "TX"), 104_000, "encounters"),
            (BY_STATE % ("other", "NY"), 66_000, "encounters"),
            (BY_STATE % ("other", "southwest_land_border"), 1, "encounters"),  # the word in another place
        ]),
    }  # fmt: skip
    for document, (source, known_from, through, figures) in said.items():
        small.document(document, known_from, through)
        small.connection.execute("update raw.document set source_id = ? where document_id = ?", [source, document])
        for number, (series, value, metric) in enumerate(figures):
            status = "P" if document == "ice-1" else "A"
            small.figure(
                document, f"A{number}", series, JULY, float(value), metric, data_through=through, obs_status=status
            )
    small.speak()
    return small


def told(small: SmallWarehouse, relation: str = "ready.side_by_side") -> dict[object, dict[str, object]]:
    """What each source has, by its id."""
    rows = small.rows(f"from {relation}")
    assert len({row["source_id"] for row in rows}) == len(rows)
    apart = ("source_id", "places", "period_start", "fiscal_year", "time_period", "period_type")
    return {
        row["source_id"]: {name: value for name, value in row.items() if value is not None and name not in apart}
        for row in rows
    }


def test_each_source_has_a_row_and_no_figure_is_of_two(small: SmallWarehouse) -> None:
    rows = told(small)
    for row in rows.values():
        assert row.pop("age_days") > 600  # type: ignore[operator]
    assert rows == {
        "ice_detention_statistics": {
            "publisher": "ICE", "book_ins": 23_644, "book_ins_ice": 8_009, "released": 120, "booked_out": 7_120,
            "is_provisional": False, "data_through": date(2024, 9, 20),
        },
        "ohss_monthly_tables": {
            "publisher": "OHSS", "book_ins": 23_630, "released": 110, "removed": 30_000, "returned": 9_000,
            "is_provisional": False, "data_through": date(2024, 7, 31),
        },
        "ohss_monthly_csv": {
            "publisher": "OHSS", "removed": 30_010, "is_provisional": False, "data_through": date(2024, 8, 31),
        },
        "cbp_southwest_border": {
            "publisher": "CBP", "encounters_southwest": 104_100, "is_provisional": False,
            "data_through": date(2024, 11, 30),
        },
        "cbp_nationwide_encounters": {
            "publisher": "CBP", "encounters": 170_001, "encounters_southwest": 104_000, "is_provisional": False,
            "data_through": date(2024, 11, 30),
        },
    }  # fmt: skip


def test_as_of_a_moment(small: SmallWarehouse) -> None:
    assert told(small, "ready.side_by_side_as_of(date '2024-07-31')") == {}
    assert told(small, "ready.side_by_side_as_of(date '2024-08-31')") == {
        "ice_detention_statistics": {
            "publisher": "ICE", "book_ins": 15_000, "book_ins_ice": 5_000, "is_provisional": True,
            "data_through": date(2024, 7, 20), "age_days": 42,
        }
    }  # fmt: skip
    assert len(told(small, "ready.side_by_side_as_of(date '2024-12-20')")) == 4


def test_each_figure_leads_to_its_cell(small: SmallWarehouse) -> None:
    rows = small.rows("from ready.measures where source_id = 'ice_detention_statistics' order by measure")
    assert [(row["measure"], row["parts"], row["document_id"], row["place"]) for row in rows] == [
        ("book_ins", 1, "ice-2", "Detention!A0"), ("book_ins_ice", 1, "ice-2", "Detention!A1"),
        ("booked_out", 1, "ice-2", "Detention!A7"), ("released", 2, "ice-2", "Detention!A3"),
    ]  # fmt: skip
    assert rows[0]["valid_from"] == datetime(2024, 10, 1, 15)  # noqa: DTZ001
    (row,) = small.rows("select places from ready.side_by_side where source_id = 'ohss_monthly_csv'")
    assert row["places"] == [{"measure": "removed", "document_id": "flat", "place": "Detention!A0"}]


def test_no_mart_is_of_two_publishers(small: SmallWarehouse) -> None:
    assert small.rows("select publisher, agency, value from marts.book_ins") == [
        {"publisher": "ICE", "agency": "ICE", "value": 8_009}
    ]
    (of_ohss,) = small.rows("select * from marts.ohss_ice_book_ins_by_arresting_agency")
    assert (of_ohss["publisher"], of_ohss["agency"], of_ohss["value"]) == (
        "OHSS",
        "total",
        23_630,
    )  # no part is printed
    by_agency = small.rows("select publisher, agency, value from marts.cbp_southwest_encounters order by agency")
    assert [tuple(row.values()) for row in by_agency] == [("CBP", "OFO", 47_700), ("CBP", "USBP", 56_400)]


def test_ready_encounters_have_a_column_for_each_publisher(small: SmallWarehouse) -> None:
    (row,) = small.rows("select cbp, cbp_southwest, ohss from ready.encounters")
    assert row == {"cbp": 170_001, "cbp_southwest": 104_100, "ohss": None}


def test_a_row_says_what_its_measures_say_at_each_moment(newcomer: Newcomer) -> None:
    """On the days on which the most changed, and a microsecond before; of the whole history."""
    with read_only(newcomer.home.published) as copy:
        turns = copy.execute(
            "select turn from (select unnest([valid_from, valid_to]) as turn from vintages.ready_measures) "
            "where turn is not null group by turn order by count(*) desc, turn limit 8"
        ).fetchall()
        months = 0
        for (turn,) in turns:
            for moment in (turn, turn - timedelta(microseconds=1)):
                asked = f"timestamp '{moment}'"
                measured = _by_period(copy, asked)
                rows = _dicts(copy, f"from ready.side_by_side_as_of({asked})")
                keys = [(row["source_id"], row["fiscal_year"], row["time_period"]) for row in rows]
                assert sorted(keys) == sorted(measured)  # type: ignore[type-var]
                for row in rows:
                    of_row = measured[row["source_id"], row["fiscal_year"], row["time_period"]]
                    assert {one["measure"]: one["value"] for one in of_row} == {
                        name: row[name] for name in MEASURES if row[name] is not None
                    }
                    assert row["age_days"] == max(one["age_days"] for one in of_row)
                    assert row["data_through"] == min(
                        (one["data_through"] for one in of_row if one["data_through"]), default=None
                    )
                counted = _dicts(copy, f"from ready.encounters_as_of({asked})")
                for row in counted:
                    month = f"{row['month']:%Y-%m}"
                    of_columns = {
                        column: one
                        for column, (source_id, measure) in ENCOUNTERS.items()
                        for one in measured.get((source_id, row["fiscal_year"], month), [])
                        if one["measure"] == measure
                    }
                    assert {column: row[column] for column in ENCOUNTERS if row[column] is not None} == {
                        column: one["value"] for column, one in of_columns.items()
                    }
                    assert row["age_days"] == max(one["age_days"] for one in of_columns.values())
                    assert len(row["cells"].split("; ")) == len(of_columns)
                shown = {
                    key[1:]
                    for key, of_row in measured.items()
                    for one in of_row
                    if one["period_type"] == "month" and (key[0], one["measure"]) in ENCOUNTERS.values()
                }
                assert {(row["fiscal_year"], f"{row['month']:%Y-%m}") for row in counted} == shown
                months += len(counted)
        assert months > 1000


def test_a_row_ends_where_its_last_measure_does(small: SmallWarehouse) -> None:
    """A table is no longer printed, and nothing takes its place."""
    (row,) = small.rows("from vintages.ready_side_by_side where source_id = 'ohss_monthly_csv'")
    assert (row["is_current"], row["valid_to"]) == (True, None)
    small.connection.execute("begin")
    try:
        small.connection.execute(
            "update core.vintage set valid_to = timestamp '2024-12-30', is_current = false where document_id = 'flat'"
        )
        (row,) = small.rows("from vintages.ready_side_by_side where source_id = 'ohss_monthly_csv'")
        assert (row["is_current"], row["valid_to"]) == (False, datetime(2024, 12, 30))  # noqa: DTZ001
        assert "ohss_monthly_csv" not in told(small)
        assert "ohss_monthly_csv" in told(small, "ready.side_by_side_as_of(timestamp '2024-12-29')")
    finally:
        small.connection.execute("rollback")


def _dicts(copy: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    result = copy.execute(query)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _by_period(copy: duckdb.DuckDBPyConnection, asked: str) -> dict[tuple[object, ...], list[dict[str, Any]]]:
    found = defaultdict(list)
    for row in _dicts(copy, f"from ready.measures_as_of({asked})"):
        found[row["source_id"], row["fiscal_year"], row["time_period"]].append(row)
    return dict(found)


# ── the reviewed seed ────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_series_of_the_measures_are_declared(small: SmallWarehouse) -> None:
    """Of tables that are read, in their own words; each measure a column."""
    with (SEEDS / "measure_series.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    declared = {one.dataflow: one for module in registry.sources().values() for one in module.DATAFLOWS}
    columns = small.rows("from ready.side_by_side limit 1")[0]
    assert len({(row["measure"], row["dataflow"], row["series_key"]) for row in rows}) == len(rows)
    for row in rows:
        assert row["measure"] in columns
        key, part = row["series_key"], row["part"]
        pairs = key.partition("{")[2].removesuffix("}") if key else part
        names = [pair.split("=")[0] for pair in pairs.split(",") if pair]
        assert set(names) <= set(declared[row["dataflow"]].dimensions), row
        if key:
            assert key.partition("{")[0] == row["dataflow"]
