"""What is refused, what is absent, and who speaks in its place: told once, until it is explained."""

from __future__ import annotations

from typing import Any

import pytest
from small_warehouse import SmallWarehouse

from warehouse import check
from warehouse.definitions import SCHEMA, run_file

YEAR = "2024-10-01/P1Y"


@pytest.fixture(scope="module")
def emptied() -> SmallWarehouse:
    return SmallWarehouse()


@pytest.fixture
def small(emptied: SmallWarehouse) -> SmallWarehouse:
    emptied.empty()
    emptied.connection.execute("delete from core.source_life")
    return emptied


def edition(small: SmallWarehouse, name: str, known: str, through: str | None, *tables: str) -> str:
    """A document that prints one figure of each of these tables, and is refused those that begin with an exclamation
    mark."""
    small.document(name, known, through)
    for number, table in enumerate(tables):
        if table.startswith("!"):
            small.refuse(name, table[1:])
        else:
            small.figure(name, f"B{number}", f"{table}{{n=1}}", YEAR, float(through[-2:]) if through else 1.0)
    return name


def sql(small: SmallWarehouse, query: str) -> list[tuple[Any, ...]]:
    return small.connection.execute(query).fetchall()


def told(small: SmallWarehouse, rule: str) -> list[tuple[Any, ...]]:
    """Document, table and other document of each finding of a rule."""
    (found,) = [one.sql for one in check.rules() if one.name == rule]
    return sql(small, f"select document_id, series_key, other_document_id from ({found}) order by all")


def three(small: SmallWarehouse) -> None:
    """Three editions: the second and the third lack table u."""
    edition(small, "a", "2025-02-03", "2025-01-25", "t", "u")
    edition(small, "b", "2025-02-17", "2025-02-08", "t")
    edition(small, "c", "2025-03-03", "2025-02-22", "t")


# ── absence ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_absent_table_is_told_once_of_the_first_edition_that_lacks_it(small: SmallWarehouse) -> None:
    three(small)
    assert told(small, "table_absent") == [("b", "u", "a")]
    assert sql(small, "select dataflow, document_id, before_document_id, is_open from core.table_absent") == [
        ("u", "b", "a", True)
    ]


def test_the_order_of_editions_is_that_of_their_data_and_not_of_when_we_heard_of_them(small: SmallWarehouse) -> None:
    edition(small, "c", "2025-02-01", "2025-01-25", "t", "u")
    edition(small, "a", "2025-02-17", "2025-01-11", "t")  # older data, known later
    edition(small, "b", "2025-03-03", "2025-02-22", "t", "u")
    assert told(small, "table_absent") == []


def test_a_slipped_day_does_not_make_an_edition_the_newest(small: SmallWarehouse) -> None:
    edition(small, "a", "2025-02-03", "2035-01-25", "t")
    edition(small, "b", "2025-02-17", "2025-02-08", "t", "u")
    assert told(small, "table_absent") == []


def test_a_refused_table_is_not_absent_and_its_absence_later_is_told(small: SmallWarehouse) -> None:
    edition(small, "a", "2025-02-03", "2025-01-25", "t", "u")
    edition(small, "b", "2025-02-17", "2025-02-08", "t", "!u")
    assert told(small, "table_absent") == []
    assert told(small, "table_refused") == [("b", "u", None)]
    edition(small, "c", "2025-03-03", "2025-02-22", "t")
    assert told(small, "table_absent") == [("c", "u", "b")]


def test_a_table_that_is_printed_again_is_no_longer_open(small: SmallWarehouse) -> None:
    three(small)
    edition(small, "d", "2025-03-17", "2025-03-08", "t", "u")
    assert told(small, "table_absent") == []
    assert sql(small, "select document_id, reappeared_in_document_id, is_open from core.table_absent") == [
        ("b", "d", False)
    ]


def test_an_entry_in_the_life_of_the_source_closes_an_absence(small: SmallWarehouse) -> None:
    three(small)
    life = {"source_id": "ice_detention_statistics", "evidence": "a notice of 10 February"}
    small.insert("core.source_life", **life, dataflow="t", state="ended", since="2025-02-10")
    small.insert("core.source_life", **life, dataflow="u", state="ended", since="2025-01-25")  # it was printed then
    small.insert("core.source_life", **life, dataflow="u", state="active", since="2025-02-10")
    small.insert("core.source_life", **life, dataflow="u", state="late", since="2025-02-10")
    assert told(small, "table_absent") == [("b", "u", "a")]
    small.insert("core.source_life", **life, dataflow="u", state="suspended", since="2025-02-10")
    assert told(small, "table_absent") == []
    assert told(small, "older_edition_speaks") == []
    assert sql(small, "select state, evidence from core.table_absent") == [("suspended", "a notice of 10 February")]


def test_an_entry_closes_no_later_absence_and_one_of_the_whole_source_closes_all(small: SmallWarehouse) -> None:
    three(small)
    edition(small, "d", "2025-03-17", "2025-03-08", "t", "u")
    edition(small, "e", "2025-03-31", "2025-03-22", "t")
    life = {"source_id": "ice_detention_statistics", "evidence": "a notice"}
    small.insert("core.source_life", **life, dataflow="u", state="suspended", since="2025-02-10")
    assert told(small, "table_absent") == [("e", "u", "d")]
    small.insert("core.source_life", **life, dataflow=None, state="ended", since="2025-03-20")
    assert told(small, "table_absent") == []


def test_a_source_may_publish_two_kinds_of_documents_side_by_side(small: SmallWarehouse) -> None:
    for number in range(4):
        tables = ("t", "u") if number % 2 else ("v",)
        edition(small, f"{number}", f"2025-02-1{number}", f"2025-02-0{number + 1}", *tables)
    assert told(small, "table_absent") == []
    edition(small, "4", "2025-02-14", "2025-02-05", "u")
    assert told(small, "table_absent") == [("4", "t", "3")]


def test_a_document_without_any_table_is_no_edition(small: SmallWarehouse) -> None:
    edition(small, "a", "2025-02-03", "2025-01-25", "t")
    edition(small, "b", "2025-02-17", "2025-02-08")
    assert told(small, "table_absent") == []


# ── who speaks ───────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("newest", "reason"), [(("t", "!u"), "table refused"), (("t",), "table absent")])
def test_the_edition_before_goes_on_speaking_and_that_is_told(
    small: SmallWarehouse, newest: tuple[str, ...], reason: str
) -> None:
    edition(small, "a", "2025-01-20", "2025-01-11", "t", "u")
    edition(small, "b", "2025-02-03", "2025-01-25", "t", "u")
    edition(small, "c", "2025-02-17", "2025-02-08", *newest)
    edition(small, "d", "2025-03-03", "2025-02-22", *newest)
    small.speak()
    said = "select dataflow, document_id from as_of('2025-03-31') order by 1"
    assert sql(small, said) == [("t", "d"), ("u", "b")]
    columns = "dataflow, document_id, data_through::varchar, since::varchar, newer_document_id, reason, accepted"
    assert sql(small, f"select {columns} from core.standing_in") == [
        ("u", "b", "2025-01-25", "2025-02-17 00:00:00", "c", reason, False)
    ]
    assert told(small, "older_edition_speaks") == [("c", "u", "b")]
    edition(small, "e", "2025-03-17", "2025-03-08", "t", "u")
    assert sql(small, "from core.standing_in") == []


def test_a_table_that_was_refused_from_the_beginning_has_nobody_to_speak_for_it(small: SmallWarehouse) -> None:
    edition(small, "a", "2025-02-03", "2025-01-25", "t", "!u")
    assert sql(small, "from core.standing_in") == []
    assert told(small, "table_refused") == [("a", "u", None)]


def test_an_older_refusal_keeps_nobody_from_speaking(small: SmallWarehouse) -> None:
    edition(small, "a", "2025-02-03", "2025-01-25", "t", "!u")
    edition(small, "b", "2025-02-17", "2025-02-08", "t", "u")
    assert sql(small, "from core.standing_in") == []


def test_where_the_newest_document_was_refused_whole_all_tables_are_those_of_the_one_before(
    small: SmallWarehouse,
) -> None:
    edition(small, "a", "2025-02-03", "2025-01-25", "t", "u")
    small.document("old", "2020-02-03")
    small.refuse("old", None)
    assert sql(small, "from core.standing_in") == []
    for name, day in (("new", "2025-02-17"), ("newer", "2025-03-03")):
        small.document(name, day)
        small.refuse(name, None)
    columns = "dataflow, document_id, newer_document_id, reason"
    assert sql(small, f"select {columns} from core.standing_in") == [(None, "a", "new", "document refused")]
    assert told(small, "older_edition_speaks") == [("new", None, "a")]
    assert told(small, "table_refused") == [("new", None, None), ("newer", None, None), ("old", None, None)]


# ── life ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_source_that_ended_is_not_late(small: SmallWarehouse) -> None:
    small.connection.execute("update raw.source set late_after = 'P30D', start_urls = ['https://www.ice.gov/']")
    edition(small, "a", "2025-02-03", "2025-01-25", "t", "!u")
    status = "select state, is_late, tables_refused from core.source_status"
    assert sql(small, status) == [("active", None, 1)]  # we never asked
    asked = {"fetch_id": "ours", "url": "https://www.ice.gov/", "outcome": "ok", "basis": "live"}
    small.insert("raw.fetch", source_id="ice_detention_statistics", fetched_at="2025-02-03", **asked)
    assert sql(small, status) == [("active", True, 1)]
    for state, since in (("suspended", "2025-03-01"), ("active", "2025-02-01"), ("ended", "2025-04-01")):
        small.insert(
            "core.source_life", source_id="ice_detention_statistics", state=state, since=since, evidence="a notice"
        )
    assert sql(small, status) == [("ended", False, 1)]


def test_the_seed_names_tables_and_states_that_there_are(small: SmallWarehouse) -> None:
    fresh = SmallWarehouse()
    rows = sql(fresh, "select source_id, dataflow, state, evidence from core.source_life")
    assert {row[2] for row in rows} <= {"active", "late", "suspended", "ended"}
    known = set(sql(fresh, "select source_id, dataflow from core.dataflow"))
    assert [row for row in rows if row[1] and row[:2] not in known] == []
    assert [row for row in rows if not row[3]] == []


# ── a table under another title ──────────────────────────────────────────────────────────────────────────────────────
SEVEN = {"cell": "B9", "value_text": "7", "cells": 1}


def retitle(small: SmallWarehouse) -> list[tuple[Any, ...]]:
    run_file(small.connection, SCHEMA / "derived" / "retitled.sql")
    return sql(small, "select document_id, dataflow, outcome from core.refusal order by all")


def test_an_absent_table_beside_figures_under_no_known_title_is_refused(small: SmallWarehouse) -> None:
    three(small)
    assert retitle(small) == []
    small.insert(
        "core.omission", document_id="b", sheet="S", cell="B9", reason="table not known", value_text="7", cells=1
    )
    assert retitle(small) == [("b", "u", "title_unknown")]
    assert retitle(small) == [("b", "u", "title_unknown")]  # the same again
    assert told(small, "table_refused") == [("b", "u", None)]


def test_other_omissions_are_no_sign_of_another_title(small: SmallWarehouse) -> None:
    three(small)
    small.insert("core.omission", document_id="b", sheet="S", reason="zip code", **SEVEN)
    assert retitle(small) == []


def test_a_table_that_is_printed_again_was_not_retitled(small: SmallWarehouse) -> None:
    three(small)
    small.insert(
        "core.omission", document_id="b", sheet="S", cell="B9", reason="table not known", value_text="7", cells=1
    )
    edition(small, "d", "2025-03-17", "2025-03-08", "t", "u")
    assert retitle(small) == []
