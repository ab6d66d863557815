"""The published copy: complete, ordered, commented, usable by any DuckDB, put in place at once."""

# ruff: noqa: DTZ001  the warehouse keeps times in UTC without a zone

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
import toy_source
from conftest import Newcomer
from copies import contents
from toy_source import MemoryArchive, content, fetch

from collectors.errors import WarehouseError
from warehouse import check
from warehouse.connection import read_only
from warehouse.definitions import define_for_readers
from warehouse.home import Home
from warehouse.kept_views import BY_YEAR, KEPT
from warehouse.publish import publish
from warehouse.rebuild import update
from warehouse.state import tables

pytestmark = pytest.mark.slow  # each publishes a warehouse of its own

JANUARY = "2025-01"
PASSED: list[check.Result] = []


def four_documents() -> MemoryArchive:
    made = MemoryArchive()
    made.saw(content(("t{n=b}", JANUARY, 1), ("t{n=a}", JANUARY, 2), through="2025-01-25"), fetch("2025-02-01T12:00"))
    made.saw(content(("t{n=b}", JANUARY, 3), through="2025-02-25"), fetch("2025-03-01T12:00"))
    made.saw(content(("t{n=b}", JANUARY, 4), through="2025-01-11"), fetch("2025-04-01T12:00"))  # never speaks
    made.saw(content(body="words of others", rows=[]), fetch("2025-02-02", url="https://toys.example/files/page"))
    return made


@pytest.fixture
def archive() -> MemoryArchive:
    return four_documents()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The archive, loaded. To be copied."""
    made = Home(tmp_path_factory.mktemp("prepared") / "data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("warehouse.rebuild.bundled", lambda: None)
        update(made, archive=four_documents(), modules={"toy": toy_source})
    return made


@pytest.fixture
def home(prepared: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A loaded warehouse, whose checks find nothing: they are not what is tested here."""
    monkeypatch.setattr("warehouse.rebuild.bundled", lambda: None)
    monkeypatch.setattr(check, "run", lambda connection, kept: PASSED)
    shutil.copytree(prepared.root, tmp_path / "data")
    return Home(tmp_path / "data")


def sql(home: Home, query: str) -> list[tuple[Any, ...]]:
    with read_only(home.published) as connection:
        return connection.execute(query).fetchall()


def test_a_bare_duckdb_in_another_process_and_place_needs_nothing_else(home: Home, tmp_path: Path) -> None:
    published = publish(home)
    assert (published.path, published.observations) == (home.published, 4)
    moved = tmp_path / "a name of the reader's.duckdb"
    home.published.rename(moved)
    for path in (home.warehouse, home.archive):
        path.unlink(missing_ok=True)
    code = """if True:
        import duckdb, sys
        open_ = duckdb.connect(sys.argv[1], read_only=True, config={"autoload_known_extensions": False})
        attached = duckdb.connect()
        attached.execute("attach '" + sys.argv[1].replace("'", "''") + "' as other (read_only); use other")
        for c in (open_, attached):
            print(c.execute("select series_key, value from as_of('2025-02-07') order by 1").fetchall())
            print(c.execute("select old_value, new_value from core.completion").fetchall())
            print(c.execute("select dimension(series_key, 'n') from core.withdrawal").fetchall())
    """
    ran = subprocess.run(
        [sys.executable, "-c", code, str(moved)], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert ran.stderr == ""
    assert ran.stdout.splitlines() == ["[('t{n=a}', 2.0), ('t{n=b}', 1.0)]", "[(1.0, 3.0)]", "[('a',)]"] * 2


def test_observations_carry_the_time_in_which_they_speak_and_are_in_order(home: Home) -> None:
    publish(home)
    assert sql(home, "select series_key, value, valid_from, valid_to, is_current from core.observation") == [
        ("t{n=a}", 2, datetime(2025, 2, 1, 12), datetime(2025, 3, 1, 12), False),
        ("t{n=b}", 1, datetime(2025, 2, 1, 12), datetime(2025, 3, 1, 12), False),
        ("t{n=b}", 3, datetime(2025, 3, 1, 12), None, True),
        ("t{n=b}", 4, None, None, None),
    ]


def test_figures_that_are_put_in_order_in_portions_are_all_there_and_in_order(newcomer: Newcomer) -> None:
    with read_only(newcomer.home.warehouse) as connection:
        figures = connection.execute("select count(*) from core.observation").fetchall()
    assert figures > [(250_000,)]  # of a portion (portions.sql)
    assert sql(newcomer.home, "select count(*) from core.observation") == figures
    place = "{'metric': metric, 'series_key': series_key, 'time_period': time_period} as place"
    before = f"select {place}, lag(place) over (order by rowid) as before from core.observation"
    ((out_of_order,),) = sql(newcomer.home, f"select count(*) from ({before}) where before > place")
    assert out_of_order < figures[0][0] / 1000  # within a vector a left join gives those first that have a match


def test_figures_of_a_mart_lie_together_by_fiscal_year_and_document(newcomer: Newcomer) -> None:
    with_years = """
        select table_name from duckdb_columns()
        where database_name = current_database() and schema_name = 'vintages' and table_name <> 'figure'
        group by table_name having list_has_all(list(column_name), ?)"""
    with read_only(newcomer.home.published) as copy:
        marts = [name for (name,) in copy.execute(with_years, [[*BY_YEAR]]).fetchall()]
        assert len(marts) > 90
        place = "{'year': fiscal_year, 'since': valid_from, 'document': document_id} as place"
        for mart in marts:
            before = f"select {place}, lag(place) over (order by rowid) as before from vintages.{mart}"
            assert copy.execute(f"select count(*) from ({before}) where before > place").fetchall() == [(0,)], mart


@pytest.mark.slow
def test_every_mart_is_in_the_copy_what_it_is_in_the_working_warehouse(newcomer: Newcomer, tmp_path: Path) -> None:
    """Of the whole history: tables of vintages, and what is made of them, against the views of the same text."""
    shutil.copy(newcomer.home.warehouse, tmp_path / "working.duckdb")
    with duckdb.connect() as both:
        both.execute(f"attach '{tmp_path / 'working.duckdb'}' as working")
        both.execute("use working")
        define_for_readers(both)
        both.execute(f"attach '{newcomer.home.published}' as published (read_only)")
        named = (
            "schema_name || '.' || {}_name from duckdb_{}s() "
            "where database_name = 'published' and schema_name = 'vintages'"
        )
        tables = [name for (name,) in both.execute("select " + named.format("table", "table")).fetchall()]
        views = [name for (name,) in both.execute("select " + named.format("view", "view")).fetchall()]
        assert (len(tables) > 100, views) == (True, ["vintages.figure"])
        # slips are found by the copy alone, quotes cut for it
        found_for_readers = "columns(one -> one not in ('slip', 'slips') and not starts_with(one, 'quote'))"
        said = "select count(*), bit_xor(hash(it)), sum(hash(it)::hugeint)"
        for name in (*tables, *KEPT):
            asked = [
                f"({said} from (select {found_for_readers} from {it}.{name}) as it)" for it in ("working", "published")
            ]
            (working,), (published,) = (both.execute(each).fetchall() for each in asked)
            assert working == published, name


def test_what_a_killed_load_has_not_derived_is_derived_before(home: Home) -> None:
    """A load that ends between its last document and what follows from all of them has said so in raw.state; and so
    has who brought other seeds."""
    publish(home)
    speaks = sql(home, "select series_key, valid_from, valid_to from core.observation order by all")
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute("delete from core.vintage")
        connection.execute("delete from raw.state where name = 'derived_at'")
    publish(home)
    assert sql(home, "select series_key, valid_from, valid_to from core.observation order by all") == speaks


def test_working_and_published_views_say_the_same(home: Home) -> None:
    publish(home)
    names = "spoken edition first_release completion revision withdrawal vintage metric"
    views = ["as_of('2025-02-07')", "as_of('2025-03-07')", "raw.fetch", *(f"core.{name}" for name in names.split())]
    for view in views:
        with read_only(home.warehouse) as connection:
            working = connection.execute(f"from {view} order by all")
            names, rows = [column[0] for column in working.description or []], working.fetchall()
        with read_only(home.published) as connection:
            theirs = connection.execute(f"from {view} order by all")
            assert [column[0] for column in theirs.description or []] == names, view
            assert theirs.fetchall() == rows, view


@pytest.mark.whole_publish
@pytest.mark.parametrize(("terms", "published"), [("restricted", []), ("public_domain", ["core.article"])])
def test_the_terms_of_its_source_decide_whether_a_body_enters_the_copy(
    home: Home, terms: str, published: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looked for in every table and view of the copy, and in the bytes and tables of every file beside it."""
    monkeypatch.setattr("warehouse.indexing.FEW", 0)  # so that the words are indexed in the file
    with duckdb.connect(str(home.warehouse)) as connection:
        assert connection.execute("select body from raw.source").fetchall() == [("restricted",)]  # says nothing: no
        connection.execute("update raw.source set body = ?", [terms])
    publish(home)
    assert sql(home, "select title from core.article") == [("A toy",)]
    assert where_it_stands(home.published, "words of others") == published
    files = {path for path in home.published.parent.rglob("*") if path.is_file()}
    assert {path.suffix for path in files} == {
        ".atom", ".csv", ".dta", ".duckdb", ".html", ".json", ".parquet", ".xlsx",
    }  # fmt: skip
    holding = {path for path in files if any(b"words of others" in content for content in contents(path))}
    assert holding == ({home.published, home.search} if published else set())
    assert where_it_stands(home.search, "words of others") == (["main.entry"] if published else [])
    assert where_it_stands(home.search, "other") == (["fts_main_entry.dict", "main.entry"] if published else [])
    with read_only(home.warehouse) as connection:
        assert connection.execute("select contains(body, 'words of others') from core.article").fetchall() == [(True,)]


def where_it_stands(path: Path, words: str) -> list[str]:
    """The tables and views of a warehouse that hold some words in any column. Views `_at` have the text of others."""
    with read_only(path) as connection:
        relations = connection.execute(
            """select schema_name || '.' || table_name from duckdb_tables()
            union all
            select schema_name || '.' || view_name from duckdb_views()
            where not internal and not ends_with(view_name, '_at')
            order by 1"""
        ).fetchall()
        asked = "select count(*) from {} as line where contains(line::varchar, ?)"
        return [name for (name,) in relations if connection.execute(asked.format(name), [words]).fetchall() != [(0,)]]


@pytest.mark.whole_publish
def test_every_table_column_and_view_is_commented(home: Home) -> None:
    publish(home)
    for path in (home.warehouse, home.published):
        with read_only(path) as connection:
            silent = connection.execute(
                """select schema_name || '.' || table_name from duckdb_tables() where comment is null
                union all
                select schema_name || '.' || view_name from duckdb_views() where not internal and comment is null
                union all
                select concat_ws('.', c.schema_name, c.table_name, c.column_name) from duckdb_columns() as c
                semi join duckdb_tables() as t on t.table_oid = c.table_oid and t.schema_name = c.schema_name
                where c.comment is null"""
            ).fetchall()
            assert silent == []
            assert len(tables(connection, "core")) >= 10


def test_who_has_the_old_copy_open_keeps_it(home: Home, archive: MemoryArchive) -> None:
    publish(home)
    with read_only(home.published) as reader:
        archive.saw(content(("t{n=b}", JANUARY, 5), through="2025-03-25"), fetch("2025-05-01"))
        update(home, archive=archive, modules={"toy": toy_source})
        publish(home)
        assert reader.execute("select max(value), count(*) from core.observation").fetchall() == [(4, 4)]
    assert sql(home, "select max(value), count(*) from core.observation") == [(5, 5)]
    seen = sorted(path.name for path in home.published.parent.iterdir() if not path.name.startswith("."))
    assert seen == ["changes.atom", "report.html", "search.duckdb", "tables", "warehouse.duckdb"]


def test_a_broken_invariant_keeps_the_old_copy_and_a_slip_of_the_publisher_does_not(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(home)
    before = home.published.read_bytes()
    rule = check.rules()[0]
    error = check.Result(check.Rule("toys_are_whole", "", "error", "", rule.sql), 2)
    slip = check.Result(check.Rule("toys_add_up", "", "finding", "", rule.sql), 7)
    monkeypatch.setattr(check, "run", lambda connection, kept: [error, slip])
    with pytest.raises(WarehouseError, match=r"toys_are_whole \(2\)"):
        publish(home)
    assert home.published.read_bytes() == before
    monkeypatch.setattr(check, "run", lambda connection, kept: [slip])
    assert publish(home).findings == 7


def test_checks_run_before_and_their_findings_are_published(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    published = publish(home)
    assert [result.rule.name for result in published.results] == [rule.name for rule in check.rules()]
    assert sql(home, "select count(*) from core.rule") == [(len(check.rules()),)]
    assert sql(home, "select count(*) from core.finding") == [(published.findings,)]


def test_what_a_killed_run_has_left_is_not_in_the_way(home: Home) -> None:
    home.published.parent.mkdir(parents=True)
    for name in ("next.duckdb", "next.duckdb.wal"):
        (home.published.parent / name).write_bytes(b"torn")
    assert publish(home).observations == 4


def test_a_failure_in_the_middle_keeps_the_old_copy(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(home)
    before = home.published.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr("warehouse.publish.fill", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            publish(home)
    assert home.published.read_bytes() == before
    assert publish(home).observations == 4


def test_without_a_current_warehouse_there_is_nothing_to_publish(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="onrecord rebuild"):
        publish(Home(tmp_path))


def test_the_copy_cannot_be_written_by_its_readers(home: Home) -> None:
    publish(home)
    with pytest.raises(duckdb.InvalidInputException):
        sql(home, "delete from core.observation")


def test_a_copy_is_written_in_one_checkpoint(newcomer: Newcomer) -> None:
    """Else DuckDB 1.4.0 and 1.4.1 cannot always open it: they lose their way in metadata that a later checkpoint keeps
    of an earlier one. Each of the two headers of a file says how many there have been (after 8 bytes of checksum)."""
    with newcomer.home.published.open("rb") as copy:
        headers = [copy.read(4096) for _ in range(3)][1:]
    assert sorted(int.from_bytes(header[8:16], "little") for header in headers) == [0, 1]
