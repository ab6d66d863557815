"""Loading: whole documents or nothing, only what is new, the same whatever the way; and the bundled history."""

# ruff: noqa: DTZ001  the warehouse keeps times in UTC without a zone

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
import types
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
import toy_source
from toy_source import MemoryArchive, content, fetch

from collectors.archive.log import Fetch
from collectors.archive.store import Archive
from collectors.errors import ArchiveDamaged, WarehouseError
from collectors.reading import version
from collectors.records import SCHEMAS, Document
from warehouse import connection as connections
from warehouse import home as homes
from warehouse import load
from warehouse.bundle import Bundle, build, bundled
from warehouse.connection import read_only, writer
from warehouse.home import Home
from warehouse.rebuild import rebuild, update
from warehouse.state import set_state, tables

pytestmark = pytest.mark.slow  # each makes a warehouse of its own, as the commands do

MODULES: Any = {"toy": toy_source}
JANUARY = "2025-01"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setattr("warehouse.rebuild.bundled", lambda: None)  # not the history of the package
    return Home(tmp_path / "data")


@pytest.fixture
def archive() -> MemoryArchive:
    made = MemoryArchive()
    for number in range(3):
        body = content(("t{n=a}", JANUARY, number), ("t{n=b}", JANUARY, 1), through=f"2025-01-{10 + number}")
        made.saw(body, fetch(f"2025-02-0{number + 1}", url=f"https://toys.example/files/{number}.json"))
    return made


@contextmanager
def opened(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    with read_only(home.warehouse) as connection:
        yield connection


def sql(home: Home, query: str) -> list[tuple[Any, ...]]:
    with opened(home) as connection:
        return connection.execute(query).fetchall()


def content_of(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All that a warehouse says, save the times of our own loading."""
    left_out = {
        "raw.load": "exclude (run_at, loaded_at, seconds)",
        "raw.fetch": "exclude (fetch_id, fetched_at)",
        "raw.state": "exclude (value)",
    }
    with read_only(path) as connection:
        return {
            name: connection.execute(f"select * {left_out.get(name, '')} from {name} order by all").fetchall()
            for schema in ("raw", "core")
            for table in tables(connection, schema)
            for name in [f"{schema}.{table}"]
        }


# ── what is loaded ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_run_loads_what_is_new_and_a_run_over_nothing_new_loads_nothing(home: Home, archive: MemoryArchive) -> None:
    first = update(home, archive=archive, modules=MODULES)
    assert (first.documents, first.observations, first.rebuilt, first.exit_status) == (3, 6, True, 0)
    again = update(home, archive=archive, modules=MODULES)
    assert (again.documents, again.unchanged, again.rebuilt, archive.read) == (0, 3, False, 3)
    archive.saw(content(("t{n=a}", JANUARY, 9), through="2025-01-31"), fetch("2025-03-01"))
    third = update(home, archive=archive, modules=MODULES)
    assert (third.documents, third.unchanged, archive.read) == (1, 3, 4)
    assert sql(home, "select count(*) from raw.load") == [(4,)]
    assert sql(home, "select value from as_of('2025-03-01')") == [(9,)]


def test_every_kind_of_row_carries_its_document(home: Home) -> None:
    archive = MemoryArchive()
    id_ = archive.saw(
        content(("t", JANUARY, 4), title="T", saved="2025-01-30T08:00", through="2025-01-25"),
        fetch("2025-02-01", published_at=datetime(2025, 1, 31, tzinfo=UTC)),
    )
    page = archive.saw(content(body="words", rows=[]), fetch("2025-02-02", url="https://toys.example/files/page"))
    update(home, archive=archive, modules=MODULES)
    assert sql(home, "select document_id, sheet, cell, value, value_text from core.observation") == [
        (id_, "S", "B1", 4.0, "4")
    ]
    for table in ("omission", "notice", "sheet"):
        assert sql(home, f"select document_id from core.{table}") == [(id_,)]
    assert sql(home, "select document_id, authors, body from core.article") == [(page, ["A", "B"], "words")]
    assert sql(home, "select title, saved_at, outcome, bytes_held from raw.document where title is not null") == [
        ("T", datetime(2025, 1, 30, 8), "ok", True)
    ]
    assert sql(home, "select published_at, observed_at, basis from raw.fetch where published_at is not null") == [
        (datetime(2025, 1, 31), datetime(2025, 2, 1), "archive_capture")
    ]
    assert sql(home, "select source_id, expected_every from raw.source") == [("toy", "P14D")]
    counts = "outcome, observations, omissions, notices, sheets, articles"
    assert sql(home, f"select {counts} from raw.load order by all") == [("ok", 0, 0, 0, 0, 1), ("ok", 1, 1, 1, 1, 0)]


def test_start_pages_and_refused_bytes_are_no_documents(home: Home, archive: MemoryArchive) -> None:
    archive.saw(b"<html>", fetch("2025-02-01", "live", url="https://toys.example/"))
    archive.saw(b"challenge", fetch("2025-02-01", "live", outcome="blocked"))
    archive.saw(content(("t", JANUARY, 1)), fetch("2025-02-01", url="file:///home/somebody/toys.json"))
    summary = update(home, archive=archive, modules=MODULES)
    assert (summary.documents, summary.pages, summary.exit_status) == (4, 1, 0)


def test_another_version_of_the_parser_reads_again_and_only_its_documents(
    home: Home, archive: MemoryArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(home, archive=archive, modules=MODULES)
    monkeypatch.setattr(version, "parser_hash", lambda module: "new")
    monkeypatch.setenv("TOY_PARSER", "blind")
    summary = update(home, archive=archive, modules=MODULES)
    assert (summary.documents, summary.unchanged, summary.rebuilt) == (3, 0, False)
    assert sql(home, "select count(*) from core.observation") == [(0,)]
    assert sql(home, "select count(*) from core.vintage") == [(0,)]


def test_documents_of_a_source_that_is_gone_are_taken_out(home: Home, archive: MemoryArchive) -> None:
    update(home, archive=archive, modules=MODULES)
    other = types.SimpleNamespace(SOURCE=toy_source.SOURCE, DATAFLOWS=(), METRICS=())
    summary = update(home, archive=archive, modules={"none": other})  # type: ignore[dict-item]
    assert summary.removed == 3
    assert sql(home, "select count(*) from core.observation") == [(0,)]
    assert sql(home, "select count(*) from core.vintage") == [(0,)]


# ── what cannot be read ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_failing_parser_leaves_its_error_and_the_rest_goes_on(home: Home, archive: MemoryArchive) -> None:
    bad = archive.saw(content(("t{n=a}", JANUARY, 9), broken=True, title="B"), fetch("2025-03-01"))
    page = archive.saw(b"<html>not JSON", fetch("2025-03-02", url="https://toys.example/files/page.json"))
    summary = update(home, archive=archive, modules=MODULES)
    assert (summary.documents, len(summary.failed), summary.exit_status) == (3, 2, 1)
    assert {failure.document_id: failure.outcome for failure in summary.failed} == {
        bad: "layout_changed", page: "bad_content",
    }  # fmt: skip
    columns = "document_id, table_title, expected, found, observations"
    assert sql(home, f"select {columns} from raw.load where outcome = 'layout_changed'") == [
        (bad, "toys", "a table", "none", 0)
    ]
    assert sql(home, f"select count(*) from core.observation where document_id in ('{bad}', '{page}')") == [(0,)]
    assert sql(home, "select count(*) from core.edition") == [(3,)]
    again = update(home, archive=archive, modules=MODULES)
    assert (again.documents, len(again.failed), len(again.standing), again.exit_status) == (0, 0, 2, 1)
    assert "a.json: expected a table (toys); found none" in "".join(failure.message for failure in again.standing)


def test_nothing_stays_of_what_an_older_parser_made_of_a_document_that_fails_now(
    home: Home, archive: MemoryArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(home, archive=archive, modules=MODULES)
    victim = next(iter(archive.bytes))
    monkeypatch.setenv("TOY_PARSER", f"half:{victim}")
    monkeypatch.setattr(version, "parser_hash", lambda module: "new")
    summary = update(home, archive=archive, modules=MODULES)
    assert [failure.document_id for failure in summary.failed] == [victim]
    for table in ("core.observation", "core.omission", "core.sheet", "core.vintage"):
        assert sql(home, f"select count(*) from {table} where document_id = '{victim}'") == [(0,)]
    incremental = content_of(home.warehouse)
    rebuild(home, archive=archive, modules=MODULES)
    fresh = content_of(home.warehouse)
    assert {name: rows for name, rows in incremental.items() if name != "raw.load"} == {
        name: rows for name, rows in fresh.items() if name != "raw.load"
    }


def test_columns_that_are_not_those_of_records_are_refused(
    home: Home, archive: MemoryArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOY_PARSER", "renamed")
    summary = update(home, archive=archive, modules=MODULES)
    assert len(summary.failed) == 3
    assert "x_sheet" in summary.failed[0].message


def test_a_bug_ends_the_run_and_leaves_nothing_half_loaded(
    home: Home, archive: MemoryArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(home, archive=archive, modules=MODULES)
    before = content_of(home.warehouse)
    archive.saw(content(("t", JANUARY, 9)), fetch("2025-03-01"))
    with monkeypatch.context() as patch:
        patch.setattr(load, "load_row", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            update(home, archive=archive, modules=MODULES)
    after = content_of(home.warehouse)
    assert {k: v for k, v in after.items() if k != "raw.fetch"} == {k: v for k, v in before.items() if k != "raw.fetch"}
    assert update(home, archive=archive, modules=MODULES).documents == 1


def test_a_damaged_archive_is_said_after_all_that_is_whole_is_loaded(home: Home, archive: MemoryArchive) -> None:
    class Damaged(MemoryArchive):
        def documents(self, ids: Any = None) -> Iterator[Document]:
            yield from list(archive.documents(ids))[:2]
            raise ArchiveDamaged("a.warc.gz", expected="a record", found="none", remedy="Restore it.")

    damaged = Damaged()
    damaged.log, damaged.bytes = archive.log, archive.bytes
    summary = update(home, archive=damaged, modules=MODULES)
    assert (summary.documents, summary.exit_status) == (2, 1)
    assert isinstance(summary.damaged, ArchiveDamaged)
    assert len(sql(home, "from core.vintage")) > 0
    assert update(home, archive=archive, modules=MODULES).documents == 1


# ── rebuilding ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_another_schema_is_rebuilt_and_another_view_is_not(
    home: Home, archive: MemoryArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(home, archive=archive, modules=MODULES)
    with writer(home.warehouse) as connection:
        connection.execute("create or replace view core.old as select 1")
        set_state(connection, definitions_hash="other")
    assert not update(home, archive=archive, modules=MODULES).rebuilt
    with pytest.raises(duckdb.CatalogException):
        sql(home, "from core.old")
    monkeypatch.setattr(connections, "schema_hash", lambda: "other")
    with pytest.raises(WarehouseError, match="onrecord rebuild"), writer(home.warehouse):
        pass
    summary = update(home, archive=archive, modules=MODULES)
    assert (summary.rebuilt, summary.documents) == (True, 3)


def test_a_file_that_is_no_warehouse_is_replaced(home: Home, archive: MemoryArchive) -> None:
    home.root.mkdir(parents=True)
    home.warehouse.write_bytes(b"rubbish")
    with pytest.raises(WarehouseError, match="expected a DuckDB file"):
        read_only(home.warehouse)
    assert update(home, archive=archive, modules=MODULES).documents == 3


def test_a_warehouse_that_another_process_writes_is_left_alone(home: Home, archive: MemoryArchive) -> None:
    update(home, archive=archive, modules=MODULES)
    code = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(home.warehouse)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        for attempt in (
            lambda: update(home, archive=archive, modules=MODULES),
            lambda: rebuild(home, archive=archive, modules=MODULES),
            lambda: read_only(home.warehouse),
        ):
            with pytest.raises(WarehouseError, match="nobody else is writing"):
                attempt()
        other.communicate()
    assert update(home, archive=archive, modules=MODULES).unchanged == 3


def test_there_is_no_warehouse_yet(home: Home) -> None:
    with pytest.raises(WarehouseError, match="onrecord collect"):
        read_only(home.warehouse)


def test_onrecord_home_says_where_everything_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ONRECORD_HOME", raising=False)
    assert homes.home().archive == Path.cwd() / "data/archive"
    monkeypatch.setenv("ONRECORD_HOME", "elsewhere")
    assert homes.home().warehouse == Path.cwd() / "elsewhere/warehouse.duckdb"
    assert homes.home().published == Path.cwd() / "elsewhere/published/warehouse.duckdb"


# ── a kill ───────────────────────────────────────────────────────────────────────────────────────────────────────

RUN = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    sys.path[:0] = sys.argv[3].split(";")
    import toy_source
    from warehouse import load, rebuild
    from warehouse.home import Home
    load.PIECE_ROWS, load.BATCH_PIECES = 20, 1
    rebuild.bundled = lambda: None
    home = Home(Path(sys.argv[1]))
    print("start", flush=True)
    getattr(rebuild, sys.argv[2])(home, modules={"toy": toy_source})
    print("end", flush=True)
    """
)


def killed_after(seconds: float, home: Home, what: str) -> bool:
    """Run a load in a process of its own and kill it; whether it was killed before its end."""
    here = Path(__file__).parent
    environment = {**os.environ, "TOY_SECONDS": "0.02"}
    with subprocess.Popen(
        [sys.executable, "-c", RUN, str(home.root), what, f"{here};{here.parent}"],
        stdout=subprocess.PIPE,
        env=environment,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"start\n"
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        return b"end" not in process.stdout.read()


def test_documents_without_figures_do_not_wait_for_one_that_has_some() -> None:
    """A million articles are no piece of a million."""

    class Said:
        def __init__(self, figures: int) -> None:
            self.figures = figures

        def rows(self, _kind: str) -> int:
            return self.figures

    def sizes(*figures: int) -> list[int]:
        given: Any = map(Said, figures)
        return [len(piece) for piece in load._pieces(given)]

    most, full = load.PIECE_DOCUMENTS, load.PIECE_ROWS
    assert sizes(*[0] * (2 * most + 1)) == [most, most, 1]
    assert sizes(full - 1, 1, 0, full, 5) == [2, 2, 1]
    assert sizes() == []


def test_a_kill_at_any_moment_leaves_what_the_next_run_completes(home: Home, tmp_path: Path) -> None:
    archive = Archive(home.archive)
    for number in range(12):
        rows = [(f"t{{n={n}}}", JANUARY, float(number * n)) for n in range(10)]
        seen = fetch(f"2025-02-{number % 27 + 1:02}", url=f"https://toys.example/files/{number}.json")
        archive.append(seen, content(*rows, through="2025-01-25", saved="2025-02-05", title=str(number)))
    uninterrupted = Home(tmp_path / "uninterrupted")
    rebuild(uninterrupted, archive=archive, modules=MODULES)
    expected = content_of(uninterrupted.warehouse)
    assert killed_after(0.3, home, "update")
    update(home, archive=archive, modules=MODULES)
    summary = update(home, archive=archive, modules=MODULES)
    assert summary.unchanged == 12
    assert content_of(home.warehouse) == expected


# ── history ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_bundled_history_says_what_the_parsers_said(home: Home, archive: MemoryArchive, tmp_path: Path) -> None:
    archive.saw(
        content(("u", JANUARY, 1), saved="2025-02-03"), fetch("2024-02-01", "publisher_claim"), fetch(None, "unknown")
    )
    archive.saw(content(body="words", rows=[]), fetch("2025-02-02", url="https://toys.example/files/page"))
    update(home, archive=archive, modules=MODULES)
    with writer(home.warehouse) as connection:
        build(connection, tmp_path / "history")
    assert bundled(tmp_path / "nothing") is None
    history = bundled(tmp_path / "history")
    assert history is not None
    other = Home(tmp_path / "other")
    summary = update(other, archive=MemoryArchive(), modules=MODULES, history=history)
    assert (summary.history, summary.documents, summary.observations, summary.exit_status) == (4, 0, 7, 0)
    assert sql(other, "select distinct bytes_held from raw.document") == [(False,)]
    ours, theirs = content_of(home.warehouse), content_of(other.warehouse)
    for table in ("core.observation", "core.omission", "core.notice", "core.sheet", "core.vintage"):
        assert theirs[table] == ours[table], table
    assert theirs["core.article"] == []
    known = "select document_id, known_from, known_from_basis, url, saved_at, data_through from raw.document"
    assert set(sql(other, known)) < set(sql(home, known))
    assert sql(other, "select count(*) from as_of('2025-02-02')") == [(3,)]
    assert update(other, archive=MemoryArchive(), modules=MODULES, history=history).unchanged == 4


def test_bytes_take_the_place_of_the_history_of_the_same_hash(
    home: Home, archive: MemoryArchive, tmp_path: Path
) -> None:
    update(home, archive=archive, modules=MODULES)
    with writer(home.warehouse) as connection:
        build(connection, tmp_path / "history")
    history = Bundle(tmp_path / "history")
    other, later = Home(tmp_path / "other"), MemoryArchive()
    update(other, archive=later, modules=MODULES, history=history)
    body = next(iter(archive.bytes.values())).content
    id_ = later.saw(body, fetch("2025-06-01", "live", url="https://toys.example/files/0.json"))
    summary = update(other, archive=later, modules=MODULES, history=history)
    assert (summary.documents, summary.history, summary.unchanged) == (1, 0, 2)
    assert sql(other, f"select bytes_held, known_from from raw.document where document_id = '{id_}'") == [
        (True, datetime(2025, 2, 1))
    ]
    assert sql(other, "select count(*), count(distinct (document_id, cell)) from core.observation") == [(6, 6)]
    fresh = Home(tmp_path / "fresh")
    rebuild(fresh, archive=later, modules=MODULES, history=history)
    one, two = content_of(other.warehouse), content_of(fresh.warehouse)
    assert {**one, "raw.load": []} == {**two, "raw.load": []}


def test_an_earlier_sighting_that_comes_later_means_reading_again(home: Home, archive: MemoryArchive) -> None:
    """A day after the first sighting is none, so what a document says depends on it: in whatever order they come."""
    body = content(("t{x=a}", "2025-01", 5), through="2025-01-25", careful=True)
    id_ = archive.saw(body, fetch("2025-02-01", url="https://toys.example/files/careful.json"))
    through = f"select data_through from core.observation where document_id = '{id_}'"
    update(home, archive=archive, modules=MODULES)
    assert sql(home, through) == [(date(2025, 1, 25),)]
    archive.saw(body, fetch("2025-01-20", "publisher_claim"))  # a claim is no witness
    assert update(home, archive=archive, modules=MODULES).documents == 0
    archive.saw(body, fetch("2025-01-21"))
    assert update(home, archive=archive, modules=MODULES).documents == 1
    assert sql(home, through) == [(None,)]
    assert update(home, archive=archive, modules=MODULES).documents == 0
    updated = content_of(home.warehouse)
    rebuild(home, archive=archive, modules=MODULES)
    rebuilt = content_of(home.warehouse)
    assert {**updated, "raw.load": []} == {**rebuilt, "raw.load": []}


def test_what_is_claimed_of_a_document_later_means_reading_it_again(home: Home, archive: MemoryArchive) -> None:
    """Title and day of publication are known at reading: the earliest claim, in whatever order they come."""
    body = content(("t{x=a}", JANUARY, 5))
    id_ = archive.saw(body, fetch("2025-02-09", url="https://toys.example/files/claimed.json"))
    said = f"select claimed_title, claimed_on, claimed_at from raw.document where document_id = '{id_}'"
    at = datetime(2025, 2, 8, 4, 3, tzinfo=UTC)
    steps: list[tuple[dict[str, Any], tuple[Any, ...], int]] = [
        ({}, (None, None, None), 4),
        ({"published_at": at}, (None, None, None), 0),  # of a list that names the address
        ({"title": "B", "published_on": date(2025, 2, 8)}, ("B", date(2025, 2, 8), None), 1),
        ({"title": "C", "published_on": date(2025, 2, 9)}, ("B", date(2025, 2, 8), None), 0),
        ({"title": "A", "published_on": date(2025, 2, 8)}, ("A", date(2025, 2, 8), None), 1),
        ({"published_on": date(2025, 2, 7)}, ("A", date(2025, 2, 7), None), 1),
        (
            {"title": "D", "published_on": date(2025, 2, 7), "published_at": at},
            ("D", date(2025, 2, 7), at.replace(tzinfo=None)),
            1,
        ),
    ]
    for claims, expected, read in steps:
        archive.saw(body, fetch(None, "unknown", url="claimed.json", **claims))
        assert update(home, archive=archive, modules=MODULES).documents == read, claims
        assert sql(home, said) == [expected], claims
    updated = content_of(home.warehouse)
    archive.log.reverse()
    rebuild(home, archive=archive, modules=MODULES)
    rebuilt = content_of(home.warehouse)
    assert {**updated, "raw.load": []} == {**rebuilt, "raw.load": []}


def test_a_sighting_that_is_in_the_log_and_in_the_history_is_there_once(
    home: Home, archive: MemoryArchive, tmp_path: Path
) -> None:
    update(home, archive=archive, modules=MODULES)
    with writer(home.warehouse) as connection:
        build(connection, tmp_path / "history")
    update(home, archive=archive, modules=MODULES, history=Bundle(tmp_path / "history"))
    assert sql(home, "select count(*) from raw.fetch") == [(3,)]


def test_the_history_is_byte_for_byte_the_same_in_whatever_order_it_was_loaded(
    home: Home, archive: MemoryArchive, tmp_path: Path
) -> None:
    turned = MemoryArchive()
    turned.log = [*reversed(archive.log)]
    turned.bytes = dict(reversed(list(archive.bytes.items())))
    for name, source in (("one", archive), ("two", turned)):
        shutil.rmtree(home.root, ignore_errors=True)
        update(home, archive=source, modules=MODULES)
        with writer(home.warehouse) as connection:
            build(connection, tmp_path / name)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert files == sorted(f"{name}.parquet" for name in ("document", "sighting", *SCHEMAS))
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_a_sighting_is_a_fetch_of_the_log() -> None:
    from warehouse.rows import FETCH

    assert set(FETCH.names) == set(Fetch.__dataclass_fields__)
