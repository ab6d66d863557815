"""The SQLite copy that `onrecord serve` shows: which tables, in which types, and nothing that is not published."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import published_by_hand as by_hand
import pytest
import toy_source
from toy_source import MemoryArchive, content, fetch

from collectors.errors import WarehouseError
from warehouse import browsing, check
from warehouse.browsing import Browsable, build
from warehouse.home import Home
from warehouse.publish import publish
from warehouse.rebuild import update

pytestmark = pytest.mark.whole_publish


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return by_hand.publish(tmp_path_factory.mktemp("published") / "warehouse.duckdb")


@pytest.fixture(scope="module")
def built(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Browsable, Path]:
    path = tmp_path_factory.mktemp("browsed") / "1.sqlite"
    return build(copy, path), path


@pytest.fixture
def lite(built: tuple[Browsable, Path]) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"file:{built[1]}?immutable=1", uri=True)
    yield connection
    connection.close()


def one(lite: sqlite3.Connection, query: str) -> tuple[Any, ...]:
    (row,) = lite.execute(query).fetchall()
    return tuple(row)


def test_marts_and_ready_tables_are_there_without_moments_and_without_every_edition(lite: sqlite3.Connection) -> None:
    names = [name for (name,) in lite.execute("select name from sqlite_master where type = 'table'")]
    assert names == ["ready_book_ins", "marts_book_ins", "raw_document", "raw_source"]


def test_what_is_said_now_alone(lite: sqlite3.Connection) -> None:
    assert one(lite, "select count(*), min(value) from marts_book_ins") == (12, 6_000)


def test_dates_are_text_truth_is_a_number_lists_are_joined(lite: sqlite3.Connection) -> None:
    row = one(
        lite, "select month, is_provisional, cells, places from marts_book_ins where month > '2025-05-01' limit 1"
    )
    assert row == ("2025-06-01", 1, "M19; M20", '[{"sheet":"S","cell":"M20"}]')
    assert one(lite, "select known_from from raw_document") == ("2025-02-04 05:00:00",)
    assert one(lite, "select media from raw_source") == ("xlsx; html",)


def test_shares_of_whole_numbers_keep_their_fraction(lite: sqlite3.Connection) -> None:
    found = one(lite, "select ice / total, change_on_year, typeof(fiscal_year) from ready_book_ins limit 1")
    assert found == (pytest.approx(0.3947, abs=0.0001), -0.5, "integer")


def test_a_figure_leads_to_its_document_and_that_to_its_source(lite: sqlite3.Connection) -> None:
    row = one(
        lite,
        """select distinct raw_document.file, url, raw_source.title from marts_book_ins
        inner join raw_document using (document_id) inner join raw_source using (source_id)""",
    )
    assert row == ("FY25_detentionStats02032025.xlsx", by_hand.URL, "ICE Detention Statistics")
    led = [tuple(row)[2:5] for row in lite.execute("pragma foreign_key_list('marts_book_ins')")]
    assert led == [("raw_document", "document_id", "document_id")]


def test_what_the_document_says_is_not_repeated_in_a_mart_and_stays_in_a_ready_table(lite: sqlite3.Connection) -> None:
    def columns(table: str) -> set[str]:
        return {name for _, name, *_ in lite.execute(f"pragma table_xinfo({table})")}

    left_out = {"document_url", "document_title", "known_from", "valid_to", "is_current", "series_key"}
    assert not columns("marts_book_ins") & left_out
    assert "document_url" in columns("ready_book_ins")


def test_what_is_alike_in_all_rows_stands_once_and_is_read_like_the_rest(lite: sqlite3.Connection) -> None:
    stored = {name for _, name, *_ in lite.execute("pragma table_info(marts_book_ins)")}
    assert stored == {"month", "agency", "agency_label", "value", "is_provisional", "time_period"}
    wanted = "document_id, fiscal_year, cells, typeof(fiscal_year), count(*)"
    row = one(lite, f"select {wanted} from marts_book_ins where metric = 'book_ins'")
    assert row == (by_hand.DOCUMENT, 2025, "M19; M20", "integer", 12)


def test_tables_without_rows_or_with_rows_that_are_all_alike_are_written_too(tmp_path: Path) -> None:
    copy = by_hand.publish(tmp_path / "warehouse.duckdb")
    with duckdb.connect(str(copy)) as connection:
        connection.execute(
            """create table marts.empty (a varchar, b integer); create table marts.alike (a varchar, b integer);
            insert into marts.alike values ('it''s', null), ('it''s', null)"""
        )
    build(copy, tmp_path / "a.sqlite")
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as made:
        assert made.execute("select a, b from marts_empty").fetchall() == []
        assert made.execute("select a, b from marts_alike").fetchall() == [("it's", None)] * 2


def test_facets_are_dimensions_by_their_labels(built: tuple[Browsable, Path]) -> None:
    """Not the publisher and the year, of which there is one each, nor what is said of every figure (metric)."""
    facets = {table.published: table.facets for table in built[0].tables}
    assert facets["marts.book_ins"] == ("agency_label",)
    assert facets["ready.book_ins"] == ()
    assert {table.published: table.newest for table in built[0].tables}["marts.book_ins"] == "month"


def test_rows_are_told_apart_by_what_names_them(built: tuple[Browsable, Path]) -> None:
    """Several rows of the mart have one month; those of the sources have one id each."""
    assert {table.published: table.key for table in built[0].tables} == {
        "ready.book_ins": ("month",),
        "marts.book_ins": ("agency", "time_period"),
        "raw.document": ("document_id",),
        "raw.source": ("source_id",),
    }


def test_what_is_too_large_is_named(copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browsing, "MOST_ROWS", 11)
    made = build(copy, tmp_path / "a.sqlite")
    assert [(table.published, table.rows) for table in made.too_large] == [("marts.book_ins", 12)]
    assert "marts.book_ins" not in [table.published for table in made.tables]


def test_no_published_copy_and_no_room_are_told(copy: Path, tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="onrecord publish"):
        build(tmp_path / "none.duckdb", tmp_path / "a.sqlite")
    with pytest.raises(WarehouseError, match="TMPDIR"):
        build(copy, tmp_path / "no folder" / "a.sqlite")


@pytest.mark.slow
@pytest.mark.parametrize("terms", ["restricted", "public_domain"])
def test_no_text_of_an_article_is_in_it_whatever_its_terms(
    terms: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Marts have headlines, not texts: `words of others` stands in no byte of the file."""
    monkeypatch.setattr("warehouse.rebuild.bundled", lambda: None)
    monkeypatch.setattr(check, "run", lambda connection, kept: [])
    archive, home = MemoryArchive(), Home(tmp_path / "data")
    archive.saw(content(("t{n=b}", "2025-01", 1), through="2025-01-25"), fetch("2025-02-01T12:00"))
    page = fetch("2025-02-02", url="https://toys.example/files/page")
    archive.saw(content(body="words of others", rows=[]), page)
    update(home, archive=archive, modules={"toy": toy_source})
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute("update raw.source set body = ?", [terms])
    publish(home)
    path = tmp_path / "a.sqlite"
    build(home.published, path)
    found = path.read_bytes()
    assert b"A toy" in found
    assert b"words of others" not in found
