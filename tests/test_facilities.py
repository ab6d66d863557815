"""Facilities in the warehouse: one row each through all names, whatever the order of loading; who came and who went."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import permutations
from pathlib import Path

import pytest
from small_warehouse import SmallWarehouse

from collectors.media.workbook import Workbook
from collectors.records import Document
from warehouse.definitions import SEEDS
from warehouse.facilities.derive import derive_facilities
from warehouse.facilities.places import Place, locate, miles

DERIVED = ("facility", "facility_key", "facility_join", "facility_undecided")
#: day of the data ▶ name, city, state, address, zip, type of each place
Lists = dict[str, Sequence[tuple[str, str, str, str, str, str]]]

OLD = ("BAY RESIDENTIAL CENTER", "BOSTON", "MA", "1 PIER ROAD", "2118", "FAMILY")
NEW = ("BAY ICE PROCESSING CTR", "BOSTON", "MA", "1 Pier Rd.", "02118", "DIGSA")
LOST = ("BAY ICE PROCESSING CTR", "BOSTON", "", "1 PIER RD", "02118", "DIGSA")
JAIL = ("HILL COUNTY JAIL", "DOVER", "NH", "266 COUNTY FARM ROAD", "3820", "IGSA")
HOLD = ("HILL COUNTY HOLD ROOM", "DOVER", "NH", "266 COUNTY FARM ROAD", "3820", "HOLD")
FOUR: Lists = {"2024-01-01": [OLD, JAIL], "2024-02-01": [NEW], "2024-03-01": [NEW, HOLD], "2024-04-01": [LOST, JAIL]}


@pytest.fixture(scope="module")
def shared() -> SmallWarehouse:
    return SmallWarehouse()


@pytest.fixture
def small(shared: SmallWarehouse) -> Iterator[SmallWarehouse]:
    yield shared
    shared.empty()
    for table in DERIVED:
        shared.connection.execute(f"delete from core.{table}")


def key(name: str, city: str, state: str) -> str:
    return f"name={name},city={city},state={state}".lower()


def load(small: SmallWarehouse, lists: Lists, order: Sequence[str] | None = None) -> None:
    for day in order or list(lists):
        name = small.document(f"list of {day}", f"{day} 12:00", day)
        for row, (place, city, state, address, zip_, type_) in enumerate(lists[day], 8):
            dimensions = key(place, city, state)
            said = {"name": place, "city": city, "state": state, "address": address, "zip": zip_, "type": type_}
            small.entry(name, f"ice.facility_list{{{dimensions}}}", f"A{row}", **said)
            small.figure(
                name, f"J{row}", f"ice.facilities{{{dimensions},level=A}}", "2023-10-01/P1Y", 10.0 * row,
                metric="average_daily_population", row_label=place, data_through=day, sheet="List",
            )  # fmt: skip
    small.speak()
    derive_facilities(small.connection)


def test_one_row_a_facility_with_its_last_address_and_where_that_is(small: SmallWarehouse) -> None:
    load(small, FOUR)
    bay, jail, hold = small.rows("select * from core.facility order by facility_id")
    assert bay["facility_id"] == "bay_residential_center_boston_ma"
    assert [bay[name] for name in ("name", "latest_name", "state", "zip", "type", "names", "editions")] == [
        "BAY ICE PROCESSING CTR", "BAY ICE PROCESSING CTR", "MA", "02118", "DIGSA", 3, 4,
    ]  # fmt: skip
    assert [bay[name] for name in ("county", "located_by")] == ["Suffolk", "zip"]
    assert (hold["county"], jail["county"]) == ("Strafford", "Strafford")
    assert hold["facility_id"] != jail["facility_id"]


def test_each_join_names_the_rule_and_a_cell_of_both_names(small: SmallWarehouse) -> None:
    load(small, FOUR)
    named, lost = small.rows("select * from core.facility_join order by rule")
    assert (named["rule"], lost["rule"]) == ("a name in common at the same address", "the same name and city")
    assert (named["document_id"], named["cell"]) == ("list of 2024-01-01", "A8")
    assert (named["other_document_id"], named["other_cell"]) == ("list of 2024-02-01", "A8")
    assert (lost["facility_key"], lost["other_key"]) == (key(*NEW[:3]), key(*LOST[:3]))
    (told,) = small.rows("select * from core.facility_undecided")
    assert told["why"] == "one address, but one is called hold room"
    assert {told["facility_id"], told["other_facility_id"]} == {
        "hill_county_jail_dover_nh",
        "hill_county_hold_room_dover_nh",
    }


def test_the_order_of_loading_changes_nothing(small: SmallWarehouse) -> None:
    found = set()
    for order in [*permutations(FOUR)][::9]:
        load(small, FOUR, order)
        found.add(str([small.rows(f"select * from core.{table} order by all") for table in DERIVED]))
        small.empty()
    assert len(found) == 1


def test_one_more_edition_is_read_with_those_before(small: SmallWarehouse) -> None:
    load(small, {day: FOUR[day] for day in ("2024-01-01", "2024-03-01")})
    load(small, {"2024-02-01": FOUR["2024-02-01"], "2024-04-01": FOUR["2024-04-01"]})
    later = [small.rows(f"select * from core.{table} order by all") for table in DERIVED]
    small.empty()
    load(small, FOUR)
    assert [small.rows(f"select * from core.{table} order by all") for table in DERIVED] == later


def test_a_renamed_facility_is_still_listed_and_what_came_and_went_is_told(small: SmallWarehouse) -> None:
    load(small, FOUR)
    rows = small.rows("select * from marts.facility_listing order by facility_id, listed_from")
    told = [
        (r["name"], r["came"], str(r["listed_from"]), r["went"], str(r["not_listed_after"]), r["editions"])
        for r in rows
    ]
    assert told == [
        ("BAY ICE PROCESSING CTR", "first edition", "2024-01-01", "still listed", "None", 4),
        ("HILL COUNTY HOLD ROOM", "appeared", "2024-03-01", "vanished", "2024-04-01", 1),
        ("HILL COUNTY JAIL", "first edition", "2024-01-01", "vanished", "2024-02-01", 1),
        ("HILL COUNTY JAIL", "reappeared", "2024-04-01", "still listed", "None", 1),
    ]


def test_a_register_of_every_place_makes_nothing_come_or_go(small: SmallWarehouse) -> None:
    others = [(f"SHELTER {n}", "DOVER", "NH", f"{n} HILL ST", "3820", "ORR") for n in range(1, 8)]
    load(small, {"2024-01-01": [OLD, JAIL], "2024-02-01": [OLD, *others], "2024-03-01": [OLD, JAIL]})
    assert small.rows("select distinct edition from core.facility_edition where is_register") == [{"edition": 2}]
    rows = small.rows("select name, editions from marts.facility_listing order by all")
    assert rows == [{"name": "BAY RESIDENTIAL CENTER", "editions": 2}, {"name": "HILL COUNTY JAIL", "editions": 2}]
    assert small.rows("select count(*) as n from core.withdrawal where dataflow = 'ice.facilities'") == [{"n": 0}]
    assert small.rows("select count(*) as n from core.facility") == [{"n": 9}]


def test_the_population_has_the_identity_under_each_name(small: SmallWarehouse) -> None:
    load(small, FOUR)
    query = "select * from marts.facility_population_as_of(date '{}') order by facility_id"
    january, april = (small.rows(query.format(day)) for day in ("2024-01-15", "2024-04-15"))
    assert [row["facility_id"] for row in january] == [row["facility_id"] for row in april]
    assert (january[0]["name"], april[0]["name"]) == ("bay residential center", "bay ice processing ctr")
    assert (january[0]["canonical_name"], april[0]["state"]) == ("BAY ICE PROCESSING CTR", None)


# ── Places ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_zip_decides_where_it_is_one_of_the_state_else_the_city() -> None:
    found = locate([
        ("02118", "boston", "ma"),
        ("59523", "waterloo", "ia"),  # a zip of Montana
        ("", "ft. wayne", "in"),
        ("31772", "ocilla", "ga"),  # a zip of the state, forty miles away
        ("96910", "tamuning", "gu"),  # a zip of the place next to it
        ("85044", "phoenix", "ar"),  # the state is wrong, zip and city agree
        ("00000", "nowhere at all", "tx"),
        ("34009", "fpo", "fl"),  # a military post
    ])  # fmt: skip
    said = {city: (place.county, place.located_by) for (_, city, _), place in found.items()}
    assert said == {
        "boston": ("Suffolk", "zip"),
        "waterloo": ("Black Hawk", "city"),
        "ft. wayne": ("Allen", "city"),
        "ocilla": ("Irwin", "city"),
        "tamuning": (None, "zip"),
        "phoenix": ("Maricopa", "zip"),
        "nowhere at all": (None, None),
        "fpo": (None, None),
    }


def test_miles_through_the_air() -> None:
    boston, dover = Place("Suffolk", 42.36, -71.06, "zip"), Place("Strafford", 43.19, -70.88, "zip")
    assert miles(boston, dover) == pytest.approx(58, abs=1)
    assert miles(boston, Place()) is None


def test_the_seed_of_places_is_what_the_library_says() -> None:
    with (SEEDS / "place.csv").open(encoding="utf-8", newline="") as stream:
        rows = [*csv.DictReader(stream)]
    sample = [row for row in rows if row["located_by"] != "zip"] + rows[::40]
    found = locate([(row["zip"], row["city"], row["state"]) for row in sample])
    for row in sample:
        place = found[row["zip"], row["city"], row["state"]]
        said = ["" if value is None else str(value) for value in (place.county, place.latitude, place.longitude)]
        assert said == [row["county"], row["latitude"], row["longitude"]]


def test_the_seed_of_decisions_names_two_cells_for_each(corpus: Path) -> None:
    """Each decision is of two keys, and the documents print these names in these cells."""
    with (SEEDS / "facility_identity.csv").open(encoding="utf-8", newline="") as stream:
        rows = [*csv.DictReader(stream)]
    wanted = {row[f"{side}document_id"] for row in rows for side in ("", "other_")}
    paths = (corpus / "agency" / "ice_detention_statistics").glob("*.xlsx")
    documents = (Document(path.read_bytes(), path.name) for path in paths)
    books = {one.document_id: Workbook.open(one) for one in documents if one.document_id in wanted}
    assert {row["decision"] for row in rows} <= {"same", "apart"}
    for row in rows:
        for side, column in (("", "facility_key"), ("other_", "other_key")):
            book = books[row[f"{side}document_id"]]
            sheet = next(book.sheet(name) for name in book.sheet_names if "Facilities" in name)
            printed = sheet.text(int(row[f"{side}cell"][1:]) - 1, 0)
            assert row[column].startswith(f"name={printed.lower()},"), row
        assert row["reason"]
