"""Lists through their editions: as-of, changes, what becomes of an entry, and who is who where a key was corrected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from small_warehouse import SmallWarehouse

from warehouse.definitions import HERE, SCHEMA, run_file

BERTHS, WAITING = "harbor.berths", "harbor.waiting"
SINCE = "2020-01-01"


@pytest.fixture(scope="module")
def _made() -> SmallWarehouse:
    made = SmallWarehouse()
    for flow in (BERTHS, WAITING):
        made.insert(
            "core.dataflow", dataflow=flow, source_id="harbor", title=flow, metrics=[], dimensions=["pier", "ship"],
            attributes=["owner", "since"], apart=[], may_fall=[], absence="withdrawn", rounded_to=0, refresh="edition",
        )  # fmt: skip
    common = ["the", "ship", "of"]
    made.insert("core.dataflow_recognised", dataflow=BERTHS, name="ship", kept=["since"], common=common)
    made.insert(
        "core.dataflow_recognised", dataflow=WAITING, name="ship", kept=[], common=common,
        moves_to=BERTHS, moved="moored",
    )  # fmt: skip
    return made


@pytest.fixture
def small(_made: SmallWarehouse) -> Iterator[SmallWarehouse]:
    yield _made
    _made.empty()


def key(ship: str, pier: str = "north", flow: str = BERTHS) -> str:
    return f"{flow}{{pier={pier},ship={ship}}}"


def editions(small: SmallWarehouse, *lists: dict[str, str], flow: str = BERTHS, first_day: int = 1) -> None:
    """One edition a day from the first of March on; each is ship (or `pier/ship`) ▶ since."""
    for day, listed in enumerate(lists, first_day):
        name = f"{flow[7:]}{day:02}"
        small.document(name, f"2025-03-{day:02} 12:00")
        if not listed:
            small.insert("core.notice", document_id=name, kind="empty_list", found=flow)
        for row, (ship, since) in enumerate(listed.items(), 2):
            pier, _, name_ = ship.rpartition("/")
            small.entry(name, key(name_, pier or "north", flow), f"A{row}", owner="Smith", since=since)
    small.speak()


def states(small: SmallWarehouse, ship: str, flow: str = BERTHS, pier: str = "north") -> list[tuple[object, ...]]:
    rows = small.rows(
        f"select state, day(since) as day, document_id from core.entry_history "
        f"where entry_id = '{key(ship, pier, flow)}' order by since"
    )
    return [(row["state"], row["day"]) for row in rows]


def matches(small: SmallWarehouse) -> dict[tuple[str, str], tuple[object, ...]]:
    rows = small.rows("select * from core.entry_match")
    return {
        (str(row["entry_key"]).split("{")[1][:-1], str(row["other_key"]).split("{")[1][:-1]): (
            row["state"],
            row["differs"],
        )
        for row in rows
    }


ALL = {"hope": SINCE, "faith": SINCE}


def test_a_list_speaks_as_a_whole(small: SmallWarehouse) -> None:
    editions(small, ALL, {"hope": SINCE}, {})
    as_of = "select entry_key, edition, resaved from entries_as_of('2025-03-0{}') order by entry_key"
    assert [row["entry_key"] for row in small.rows(as_of.format(1))] == [key("faith"), key("hope")]
    assert small.rows(as_of.format(2)) == [{"entry_key": key("hope"), "edition": 2, "resaved": False}]
    assert small.rows(as_of.format(3)) == []  # a header without rows is a statement
    assert small.rows("select * from entries_as_of(timestamp '2025-03-01 11:59:00')") == []


def test_an_older_list_that_turns_up_later_does_not_speak(small: SmallWarehouse) -> None:
    editions(small, ALL)
    small.document("old", "2025-03-20 12:00")
    small.connection.execute("update raw.document set saved_at = timestamp '2025-02-01' where document_id = 'old'")
    small.entry("old", key("charity"), owner="Smith")
    small.document("new", "2025-03-20 11:00")
    small.connection.execute("update raw.document set saved_at = timestamp '2025-03-19' where document_id = 'new'")
    small.entry("new", key("hope"), owner="Smith")
    small.speak()
    said = small.rows("select document_id from core.entry_vintage order by edition")
    assert [row["document_id"] for row in said] == ["berths01", "new"]


def test_what_vanishes_is_unconfirmed_until_a_second_edition_says_the_same(small: SmallWarehouse) -> None:
    editions(small, ALL, ALL, {"hope": SINCE})
    assert states(small, "hope") == [("listed", 1)]
    assert states(small, "faith") == [("listed", 1), ("unconfirmed", 3)]
    editions(small, {"hope": SINCE}, {"hope": SINCE}, first_day=4)
    assert states(small, "faith") == [("listed", 1), ("unconfirmed", 3), ("ended", 4)]
    last = small.rows("select * from core.entry_history where is_last and state = 'ended'")
    assert [(row["document_id"], row["last_document_id"], row["last_cell"]) for row in last] == [
        ("berths04", "berths02", "A3")
    ]


def test_what_comes_back_has_reappeared_with_another_date_it_is_another(small: SmallWarehouse) -> None:
    gone = {"hope": SINCE}
    editions(small, ALL, gone, ALL, gone, gone, ALL, gone, gone, gone | {"faith": "2025-03-08"})
    assert states(small, "faith") == [
        ("listed", 1), ("unconfirmed", 2), ("reappeared", 3), ("unconfirmed", 4), ("ended", 5), ("reappeared", 6),
        ("unconfirmed", 7), ("ended", 8), ("listed", 9),
    ]  # fmt: skip
    assert small.rows("select * from core.entry_change") == []


@pytest.mark.parametrize(
    ("missing", "date", "state"),
    [
        (1, "2025-06-01", "reappeared"),  # one list without it proves nothing
        (2, "2020-02-29", "reappeared"),  # 59 days later: the day was corrected
        (2, "2020-03-02", "listed"),
        (2, "", "reappeared"),
        (2, "soon", "listed"),
    ],
)
def test_another_date_is_another_entry_only_where_the_first_had_ended(
    small: SmallWarehouse, missing: int, date: str, state: str
) -> None:
    editions(small, ALL, *[{"hope": SINCE}] * missing, {"hope": SINCE, "faith": date})
    assert states(small, "faith")[-1] == (state, 2 + missing)
    changes = small.rows("select attribute, old_value, new_value from core.entry_change")
    expected = [{"attribute": "since", "old_value": SINCE, "new_value": date}]
    assert changes == (expected if state == "reappeared" else [])


def test_a_change_names_both_rows_and_the_attribute(small: SmallWarehouse) -> None:
    editions(small, ALL, ALL | {"hope": "2020-01-02"}, {"faith": SINCE})
    (change,) = small.rows("select * from core.entry_change")
    assert {**change, "changed_at": str(change["changed_at"])} == {
        "dataflow": BERTHS, "entry_id": key("hope"), "attribute": "since", "old_value": SINCE,
        "new_value": "2020-01-02", "changed_at": "2025-03-02 12:00:00", "old_document_id": "berths01",
        "old_sheet": "List", "old_cell": "A2", "new_document_id": "berths02", "new_sheet": "List", "new_cell": "A2",
    }  # fmt: skip


def test_a_column_that_a_list_gains_changes_nothing_an_error_that_is_mended_does(small: SmallWarehouse) -> None:
    for name, more in (("one", {"owner": None}), ("two", {"owner": "Smith", "flag": "red"})):
        small.document(name, f"2025-03-0{len(more)} 12:00")
        small.entry(name, key("hope"), **more)
    small.speak()
    said = small.rows("select attribute, old_value, new_value from core.entry_change")
    assert said == [{"attribute": "owner", "old_value": None, "new_value": "Smith"}]


@pytest.mark.parametrize(
    ("before", "after", "differs"),
    [
        ("marco island", "macro island", "ship"),
        ("mantiowoc", "manitowoc", "ship"),
        ("the hope of boca", "hope boca of the board", "ship"),
        ("brookfield", "brookford", "ship"),
        ("ship of the", "the ship of hope", "ship"),
        ("north/hope", "south/hope", "pier"),
    ],
)
def test_one_leaves_and_one_comes_alike_is_one_entry(
    small: SmallWarehouse, before: str, after: str, differs: str
) -> None:
    rest = {"faith": SINCE, "charity": "2024-05-05"}
    editions(small, rest | {before: "2024-02-02"}, rest | {after: "2024-02-02"}, rest | {after: "2024-02-02"})
    assert [state for state in matches(small).values()] == [("same", differs)]
    name = before.split("/")[-1]
    assert states(small, name) == [("listed", 1)]
    entries = small.rows("select count(distinct entry_id) as n from core.entry_spoken where is_current")
    assert entries == [{"n": 3}]


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ({"milford": "1"}, {"milton": "1"}, "the names are not alike"),
        ({"clay": "1"}, {"clark": "1"}, "the names are not alike"),
        ({"palm bay": "1"}, {"palm beach gardens": "1"}, "the names are not alike"),
        ({"ellis": "1"}, {"terry": "1"}, "the names are not alike"),
        ({"hope of hull": "1"}, {"hull": "1", "ship of hull": "1"}, "several fit"),
        ({"faith": SINCE, "fairh": SINCE}, {"faith": SINCE}, None),
        ({"hope of hull": "1"}, {"hull": "2"}, "what an entry keeps is not the same"),
        ({"north/hope": "1"}, {"south/hope": "2"}, None),
    ],
)
def test_what_is_ambiguous_stays_apart_and_is_listed(
    small: SmallWarehouse, before: dict[str, str], after: dict[str, str], why: str | None
) -> None:
    editions(small, before, after, after)
    assert {state for state, _ in matches(small).values()} <= {"undecided"}
    assert {row["reason"] for row in small.rows("select * from core.entry_match")} == ({why} if why else set())
    assert small.rows("select * from core.entry_identity where entry_id <> entry_key") == []


def test_two_that_were_ever_listed_together_are_two(small: SmallWarehouse) -> None:
    both = {"hope of hull": "1", "hull": "1"}
    editions(small, {"hope of hull": "1"}, {"hull": "1"}, both)
    assert small.rows("select state, reason from core.entry_match") == [
        {"state": "undecided", "reason": "both are listed together"}
    ]


def test_what_was_listed_beside_it_for_a_while_is_listed_as_undecided(small: SmallWarehouse) -> None:
    both = {"hope of hull": "1", "hull": "1"}
    editions(small, {"hope of hull": "1"}, both, {"hull": "1"}, {"hull": "1"})
    (match,) = small.rows("select entry_key, other_key, edition, state, reason from core.entry_match")
    assert [*match.values()] == [key("hope of hull"), key("hull"), 3, "undecided", "both are listed together"]


def test_names_of_a_list_that_keeps_nothing_must_be_spelt_nearly_the_same(small: SmallWarehouse) -> None:
    editions(small, {"marco": "", "hope hull": ""}, {"macro": "", "hull": ""}, flow=WAITING)
    assert matches(small) == {("pier=north,ship=marco", "pier=north,ship=macro"): ("same", "ship")}


def test_a_chain_of_names_is_one_entry_by_its_first(small: SmallWarehouse) -> None:
    rest = {"faith": SINCE}
    chain = ["hope of hull", "hull", "the hull", "hope of hull"]
    editions(small, *[rest | {name: "1"} for name in chain])
    assert {
        row["entry_id"] for row in small.rows("select entry_id from core.entry_spoken where attributes['since'] = '1'")
    } == {key("hope of hull")}
    assert states(small, "hope of hull") == [("listed", 1)]


def test_a_decision_goes_before_the_rules(small: SmallWarehouse) -> None:
    said = {"dataflow": BERTHS, "reason": "renamed", "evidence": "its papers"}
    one, two, three, four = (f"{{pier=north,ship={ship}}}" for ship in ("milford", "milton", "marco", "macro"))
    small.insert("core.entry_decision", entry_key=one, other_key=two, decision="same", **said)
    small.insert("core.entry_decision", entry_key=three, other_key=four, decision="apart", **said)
    small.insert("core.entry_decision", entry_key=three, other_key="{pier=east,ship=none}", decision="same", **said)
    editions(small, {"milford": "1", "marco": "1"}, {"milton": "2", "macro": "1"})
    assert matches(small) == {
        ("pier=north,ship=milford", "pier=north,ship=milton"): ("same", "ship"),
        ("pier=north,ship=marco", "pier=north,ship=macro"): ("apart", "ship"),
    }
    assert states(small, "milford") == [("listed", 1)]
    assert states(small, "macro") == [("listed", 2)]


def test_what_moves_to_another_list_is_said_so_and_has_not_ended(small: SmallWarehouse) -> None:
    editions(small, *[{"hope": "", "faith": "", "charity": "", "love": ""}] * 2, *[{"love": ""}] * 5, flow=WAITING)
    editions(small, {"faith": "1"}, {"faith": "1", "hope": "2"}, first_day=2)  # 2 and 3 March
    editions(small, {"faith": "1", "hope": "2", "charity": "3"}, first_day=5)
    assert states(small, "faith", WAITING) == [("listed", 1), ("moored", 3)]  # stood in both for a day
    assert states(small, "hope", WAITING) == [("listed", 1), ("moored", 3)]
    assert states(small, "charity", WAITING) == [("listed", 1), ("unconfirmed", 3), ("moored", 5)]
    assert states(small, "love", WAITING) == [("listed", 1)]


def test_what_moves_under_a_name_that_a_slip_makes_has_moved_too(small: SmallWarehouse) -> None:
    editions(small, {"marco island": "", "hope": ""}, {}, {}, flow=WAITING)
    editions(small, {"macro island": "1", "hull": "1"}, first_day=2)
    assert states(small, "marco island", WAITING) == [("listed", 1), ("moored", 2)]
    assert states(small, "hope", WAITING) == [("listed", 1), ("unconfirmed", 2), ("ended", 3)]


def test_a_second_row_of_one_key_has_a_history_of_its_own(small: SmallWarehouse) -> None:
    second = key("hope").replace("}", ",entry=2}")
    for day in (1, 2):
        small.document(f"d{day}", f"2025-03-0{day} 12:00")
        small.entry(f"d{day}", key("hope"), "A2", since="1")
    small.entry("d1", second, "A3", since="2")
    small.speak()
    rows = small.rows("select entry_id, state from core.entry_history order by all")
    assert [tuple(row.values()) for row in rows] == [
        (second, "listed"), (second, "unconfirmed"), (key("hope"), "listed"),
    ]  # fmt: skip


# ── Saved again by others ────────────────────────────────────────────────────────────────────────────────────────────
def known(
    small: SmallWarehouse, *sightings: tuple[str, str], resaved: bool, figures: bool = False
) -> tuple[object, ...]:
    """Since when a list is known that was saved on 17 April 2025, and on what that rests; whether its entry says so."""
    small.document("d", "2030-01-01")
    small.connection.execute("update raw.document set saved_at = timestamp '2025-04-17 10:00', known_from = null")
    small.entry("d", key("hope"), since="1")
    if figures:
        small.figure("d", "B2", "t{}", "2025-01", 1)
    if resaved:
        small.insert("core.resaved", document_id="d", reason="its links")
    for n, (basis, at) in enumerate(sightings):
        small.insert(
            "raw.fetch", fetch_id=f"f{n}", source_id="harbor", url="https://x.example/d", outcome="ok", basis=basis,
            document_id="d", observed_at=datetime.fromisoformat(at),
        )  # fmt: skip
    for name in ("contradicted", "known_from"):
        run_file(small.connection, SCHEMA / "derived" / f"{name}.sql")
    small.speak()
    (row,) = small.rows(
        "select valid_from, known_from_basis, resaved from core.entry_spoken join raw.document using (document_id)"
    )
    return str(row["valid_from"])[:10], row["known_from_basis"], row["resaved"]


CAPTURE, CLAIM = ("archive_capture", "2021-01-21 11:36"), ("publisher_claim", "2020-01-01 00:00")


def test_the_capture_of_a_list_that_was_saved_again_counts_where_somebody_says_so(small: SmallWarehouse) -> None:
    assert known(small, CAPTURE, CLAIM, resaved=True) == ("2021-01-21", "archive_capture", True)


@pytest.mark.parametrize(
    ("sightings", "resaved", "figures"),
    [((CAPTURE, CLAIM), False, False), ((CLAIM,), True, False), ((CAPTURE,), True, True)],
)
def test_nothing_else_is_dated_before_its_save(
    small: SmallWarehouse, sightings: tuple[tuple[str, str], ...], resaved: bool, figures: bool
) -> None:
    assert known(small, *sightings, resaved=resaved, figures=figures) == ("2025-04-17", "saved", resaved)


def test_nobody_else_asks_which_lists_were_saved_again() -> None:
    asking = {path.name for path in HERE.rglob("*.sql") if "core.resaved" in path.read_text("utf-8")}
    assert asking == {
        "resaved.sql", "contradicted.sql", "entry_spoken.sql", "resaved_lists.sql", "agreements.sql", "citation.sql",
    }  # fmt: skip
