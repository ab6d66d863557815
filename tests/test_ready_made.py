"""Empty databases that are copied instead of made: the same, and no hindrance where they cannot be kept."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest
from small_disk import files_of

from warehouse import definitions, kept_views, ready_made
from warehouse.state import state

#: the texts of views and macros are left out: DuckDB puts names of types in quotes, and not once it has read them again
MADE = {
    "columns": "select schema_name, table_name, column_name, data_type, is_nullable, comment from duckdb_columns()",
    "tables": "select schema_name, table_name, comment from duckdb_tables()",
    "views": "select schema_name, view_name, comment from duckdb_views()",
    "macros": "select schema_name, function_name, parameters, comment from duckdb_functions()",
}


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder with nothing in it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "onrecord"


@pytest.fixture
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def one_table(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("create table said as select 42 as value")


def content(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[object, ...]]]:
    """Everything that is in a database, rows included, by what it is."""
    own = "where database_name = current_database() and not internal order by all"
    found = {kind: connection.execute(f"{query} {own}").fetchall() for kind, query in MADE.items()}
    for schema, table, *_ in found["tables"]:
        found[f"{schema}.{table}"] = connection.execute(f"from {schema}.{table} order by all").fetchall()
    return found


@pytest.mark.parametrize(
    ("put", "make"), [(definitions.define, definitions._anew), (kept_views.shape, kept_views._shape)]
)
def test_what_is_copied_is_what_is_made(
    put: Callable[[duckdb.DuckDBPyConnection], None],
    make: Callable[[duckdb.DuckDBPyConnection], None],
    empty: duckdb.DuckDBPyConnection,
) -> None:
    put(empty)
    with duckdb.connect() as made:
        make(made)
        assert content(empty) == content(made)


def test_a_copy_begins_without_a_row(empty: duckdb.DuckDBPyConnection) -> None:
    kept_views.shape(empty)
    rows = {name: found for name, found in content(empty).items() if name not in MADE}
    assert len(rows) > 100
    assert {name: found for name, found in rows.items() if found} == {}


def test_a_new_warehouse_is_up_to_date_whatever_file_has_changed(
    cache: Path, empty: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One kept from before would have the hash of other rules, and be defined anew at each opening."""
    with duckdb.connect() as before:
        definitions.define(before)
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "names.py").write_text("another rule", "utf-8")
    monkeypatch.setattr(definitions, "RULES", tmp_path / "rules")
    definitions.define(empty)
    assert state(empty, "definitions_hash") == definitions.definitions_hash()
    assert state(empty, "schema_hash") == definitions.schema_hash()


def test_it_is_made_once(cache: Path, empty: duckdb.DuckDBPyConnection) -> None:
    ready_made.put_into(empty, "said", [], one_table)
    with duckdb.connect() as other:
        ready_made.put_into(other, "said", [], lambda _: pytest.fail("made again"))
        assert other.execute("from said").fetchall() == empty.execute("from said").fetchall() == [(42,)]
    assert len([*cache.iterdir()]) == 1


def test_other_files_make_another(cache: Path, empty: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    decisive = tmp_path / "decisive.sql"
    decisive.write_text("one", "utf-8")
    ready_made.put_into(empty, "said", [decisive], one_table)
    decisive.write_text("other", "utf-8")
    with duckdb.connect() as other:
        ready_made.put_into(other, "said", [decisive], lambda made: made.execute("create table other (value int)"))
        assert other.execute("from other").fetchall() == []


@pytest.mark.parametrize("damage", [b"", b"no database", None])
def test_a_damaged_one_is_made_again(cache: Path, empty: duckdb.DuckDBPyConnection, damage: bytes | None) -> None:
    with duckdb.connect() as other:
        ready_made.put_into(other, "said", [], one_table)
    (kept,) = cache.iterdir()
    kept.write_bytes(kept.read_bytes()[:5000] if damage is None else damage)
    ready_made.put_into(empty, "said", [], one_table)
    assert empty.execute("from said").fetchall() == [(42,)]
    with duckdb.connect() as other:  # and kept again
        ready_made.put_into(other, "said", [], one_table)
        ready_made.put_into(duckdb.connect(), "said", [], lambda _: pytest.fail("made again"))


def test_without_a_cache_folder_it_is_made_each_time(cache: Path, empty: duckdb.DuckDBPyConnection) -> None:
    cache.parent.write_bytes(b"a file in its place")
    ready_made.put_into(empty, "said", [], one_table)
    assert empty.execute("from said").fetchall() == [(42,)]


def test_a_cache_folder_that_is_full_is_no_hindrance(
    cache: Path, empty: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object, **__: object) -> None:
        raise duckdb.TransactionException("Failed to commit: could not write file: No space left on device")

    monkeypatch.setattr(duckdb, "connect", no_room)
    ready_made.put_into(empty, "said", [], one_table)
    assert empty.execute("from said").fetchall() == [(42,)]
    assert [*cache.iterdir()] == []


def test_one_that_does_not_fit_on_the_disk_when_it_is_closed_is_not_kept(
    cache: Path, empty: duckdb.DuckDBPyConnection
) -> None:
    """Its log has room, the file has not: DuckDB says nothing when it is closed, and the file is empty."""

    def many_tables(connection: duckdb.DuckDBPyConnection) -> None:
        columns = ", ".join(f"1 as a{number}" for number in range(40))
        connection.execute(";".join(f"create table t{number} as select {columns}" for number in range(60)))

    with files_of(400_000):
        ready_made.put_into(empty, "tables", [], many_tables)
    assert [*cache.iterdir()] == []
    with duckdb.connect() as other:
        ready_made.put_into(other, "tables", [], many_tables)
        assert other.execute("from t59").fetchall() == empty.execute("from t59").fetchall() == [(1,) * 40]


def test_a_relative_cache_folder_counts_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty: duckdb.DuckDBPyConnection
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    ready_made.put_into(empty, "said", [], one_table)
    assert not (tmp_path / "here").exists()
    assert len([*(tmp_path / "home" / ".cache" / "onrecord").iterdir()]) == 1


def test_two_make_it_at_once(cache: Path) -> None:
    def made(_: int) -> list[tuple[int]]:
        with duckdb.connect() as connection:
            ready_made.put_into(connection, "said", [], one_table)
            return connection.execute("from said").fetchall()

    with ThreadPoolExecutor(4) as others:
        assert [*others.map(made, range(12))] == [[(42,)]] * 12
    assert len([*cache.iterdir()]) == 1


def test_what_makes_it_may_fail_as_it_does_anyway(cache: Path, empty: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(duckdb.ParserException):
        ready_made.put_into(empty, "said", [], lambda made: made.execute("no sql"))
    assert [*cache.iterdir()] == []


def test_what_was_made_a_week_ago_goes(cache: Path, empty: duckdb.DuckDBPyConnection) -> None:
    cache.mkdir(parents=True)
    ages = {"old": ready_made.KEPT_FOR + 60, "young": ready_made.KEPT_FOR - 60}
    for name, age in ages.items():
        (cache / name).write_bytes(b"")
        os.utime(cache / name, (time.time() - age,) * 2)
    ready_made.put_into(empty, "said", [], one_table)
    assert not (cache / "old").exists()
    assert (cache / "young").exists()
