"""`onrecord describe` and `onrecord find`: what a table holds, and figures by the publisher's own words."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from conftest import Newcomer

from collectors.errors import WarehouseError
from flows import terminal
from flows.commands import app
from warehouse.describing import describe, find, listed


def test_a_table_says_what_it_is_and_what_its_columns_mean(newcomer: Newcomer) -> None:
    told = describe(newcomer.home.published, "book_ins")  # ready before marts
    assert (told.name, told.meaning) == ("ready.book_ins", "Book-ins into detention by month (ICE).")
    assert {column.name: column.meaning for column in told.columns}["ice"] == "Book-ins of people whom ICE arrested."
    assert describe(newcomer.home.published, "marts.book_ins").name == "marts.book_ins"
    assert [column.name for column in told.columns if not column.meaning] == []


def test_a_name_that_is_none_is_told_with_those_near_it(newcomer: Newcomer) -> None:
    with pytest.raises(WarehouseError, match="near it: book_ins"):
        describe(newcomer.home.published, "boook_ins")


def test_what_there_is_is_listed_without_the_views_of_a_moment(newcomer: Newcomer) -> None:
    names = [one.name for one in listed(newcomer.home.published)]
    assert names[0].startswith("ready.")
    assert {"ready.detained", "marts.releases", "marts.claims"} <= set(names)
    assert [name for name in names if name.endswith("_at") or name.startswith("vintages.")] == []


def test_figures_are_found_by_the_publishers_words_whatever_their_case(newcomer: Newcomer) -> None:
    found = find(newcomer.home.published, ["paroled", "Total"])
    assert [one.query for one in found] == [one.query for one in find(newcomer.home.published, ["TOTAL paroled"])]
    newest = found[0]
    assert (newest.publisher, newest.row_label, newest.time_period) == ("ICE", "Paroled / Total", "2026-04")
    assert newest.is_provisional
    assert find(newcomer.home.published, ["paroled", "zebra"]) == []


def test_the_commands_print_what_fits_80_columns(newcomer: Newcomer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_HOME", str(newcomer.home.root))
    monkeypatch.setattr(terminal.out, "_width", 80)  # COLUMNS is read once, by whichever test comes first

    def lines(*words: str) -> list[str]:
        ran = CliRunner().invoke(app, words, standalone_mode=False)
        assert (ran.exception, ran.return_value or 0) == (None, 0)
        return ran.output.splitlines()

    for words in (("describe",), ("describe", "ready.book_ins"), ("find", "Paroled", "--limit", "3")):
        printed = lines(*words)
        assert [line for line in printed if len(line.rstrip()) > 80 and not line.startswith("  from ")] == []
    assert sum(line.startswith("  from marts.figure where series_key = ") for line in printed) == 3
    (one,) = map(json.loads, lines("find", "Paroled", "--limit", "1", "--json"))
    assert {"value", "cell", "document_url", "query"} <= one.keys()
    ran = CliRunner().invoke(app, ["find", "zebra"], standalone_mode=False)
    assert ran.return_value == 1
