"""Fixtures that several test files share."""

from __future__ import annotations

import fcntl
import os
import pickle
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import httpx
import pytest
import small_warc as warcs
from hostile_server import Hostile
from hypothesis import settings
from own_text import own_text
from server import closed_port

from collectors.archive.store import Archive
from collectors.reading.process import Process
from warehouse import connection, indexing, kept_views, publish, ready_made, report
from warehouse.changes import feed
from warehouse.exporting import publishing
from warehouse.exporting.relations import current
from warehouse.home import Home

ROOT = Path(__file__).resolve().parent.parent
T = TypeVar("T")
_CONNECT = connection._connect
_BESIDE = publish._beside

# The same examples in every run, and none judged by the clock.
settings.register_profile("onrecord", deadline=None, derandomize=True, max_examples=30)
settings.load_profile("onrecord")


#: files that take the longest: they begin first, and the short ones fill what is left when two workers end
LONGEST = ("test_readme", "test_kill", "test_flows", "test_publish", "test_losing", "test_cli", "test_clients",
           "test_replacing", "test_load", "test_changes", "test_search", "test_determined", "test_failures",
           "test_declarations", "test_reading", "test_claims_beside_sums", "test_slips", "test_ohss_monthly_tables",
           "test_wheel", "test_same_twice", "test_serving", "test_vintage", "test_checks", "test_one_flipped_byte",
           "test_report_page", "test_history", "test_hostile", "test_usbp_monthly_encounters", "test_claim_tables",
           "test_browsing", "test_many_readers", "test_claims_beside_figures", "test_agreements", "test_decisions",
           "test_own_rows", "test_archive", "test_ohss_tidy", "test_plain_text", "test_ice_detention_statistics",
           "test_ice_misreads", "test_marts_add_up", "test_shared_cases", "test_faults", "test_lists_in_time",
           "test_cbp_encounters", "test_sql_is_locked", "test_no_articles")  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests on the real files, and on what whole commands leave behind, are slow without saying so."""
    for item in items:
        if {"corpus", "newcomer", "collected"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))


@pytest.fixture(scope="session", autouse=True)
def _interrupts_are_heard() -> None:
    """Here and in what tests start: who was begun in the background by a script ignores them."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _one_thread_a_connection() -> Iterator[None]:
    """Two processes run the tests, on two cores: more threads would wait for one another, over tables of a few rows."""
    connect = duckdb.connect

    def with_one_thread(*given: Any, config: dict[str, Any] | None = None, **more: Any) -> duckdb.DuckDBPyConnection:
        return connect(*given, config={"threads": 1, **(config or {})}, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duckdb, "connect", with_one_thread)
        yield


@pytest.fixture(scope="session", autouse=True)
def _one_reader() -> Iterator[None]:
    """Loading takes the process that the test before has left, which ends with the last test."""
    import kept_reader

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("collectors.reading.worker.Process", kept_reader.kept)
        yield
        kept_reader.end_all()


@pytest.fixture(scope="session", autouse=True)
def _certificates_are_read_once() -> Iterator[None]:
    """For all clients: to read those of the system takes longer than what most tests of fetching do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(httpx, "create_ssl_context", cache(httpx.create_ssl_context))
        yield


class _NoPandas:
    """Says at once that it is not there: DuckDB looks for it with each parameter of a query, along the whole path."""

    @staticmethod
    def find_spec(name: str, *_: Any) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


@pytest.fixture(scope="session", autouse=True)
def _pandas_is_not_looked_for() -> Iterator[None]:
    if find_spec("pandas") is not None:
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "meta_path", [_NoPandas, *sys.meta_path])
        yield


@pytest.fixture(autouse=True)
def _reader_of_its_own(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Save in the tests of that process itself."""
    if "reader_of_its_own" in request.keywords:
        monkeypatch.setattr("collectors.reading.worker.Process", Process)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real published files, beside the checkout; it is no part of the project."""
    path = Path(os.environ.get("ONRECORD_CORPUS", ROOT.parent / "shared" / "corpus"))
    if not path.is_dir():
        pytest.skip("the corpus of real published files is not beside this checkout (../shared/corpus)")
    return path


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An empty archive."""
    return Archive(tmp_path)


@pytest.fixture
def site() -> Iterator[Hostile]:
    """A publisher who sends whatever bytes a test wants."""
    with Hostile() as opened:
        yield opened


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[None]:
    """A cache folder that all workers have in common, and what they start; that of the user is left alone."""
    base = tmp_path_factory.getbasetemp()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str((base if worker_id == "master" else base.parent) / "cache"))
        yield


@pytest.fixture(scope="session", autouse=True)
def _ready_made(_cache: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A new warehouse is a copy of an empty one that `writer` has made: to make its tables and views takes more than
    half of what a test with a handful of documents takes."""
    empty = tmp_path_factory.mktemp("empty") / "warehouse.duckdb"
    with connection.writer(empty):
        pass
    schema_hash = connection.schema_hash

    def opened(path: Path, **more: Any) -> Any:
        is_new = path.parent.is_dir() and not path.exists() and not more.get("read_only")
        if is_new and connection.schema_hash is schema_hash:
            shutil.copy(empty, path)
        return _CONNECT(path, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "_connect", opened)
        yield


@pytest.fixture(autouse=True)
def _warehouse_of_its_own(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Save where the identity of a file counts: DuckDB gives each new one its own."""
    if "warehouse_of_its_own" in request.keywords:
        monkeypatch.setattr(connection, "_connect", _CONNECT)


@pytest.fixture(scope="session")
def _empty_copy(once: Callable[[str, Callable[[Path], Path]], Path]) -> Path:
    """What a copy begins as, without what only chooses among figures: to open it takes a third of the time."""

    def make(folder: Path) -> Path:
        with duckdb.connect(str(folder / "copy.duckdb"), config=dict(ready_made.NEW)) as made:
            kept_views.shape(made)
            kept = {*own_text()}
            for schema, name, kind in made.execute(_OF_READERS).fetchall():
                if not {f"{schema}.{name}", f"vintages.{name}"} & kept:
                    made.execute(f"drop {kind} {schema}.{name}")
        return folder / "copy.duckdb"

    return once("empty_copy", make)


_OF_READERS = """
    select schema_name, view_name as name, 'view' as kind from duckdb_views()
    where database_name = current_database() and schema_name in ('marts', 'ready')
    union all
    select schema_name, table_name, 'table' from duckdb_tables()
    where database_name = current_database() and schema_name = 'vintages'
    union all
    select schema_name, function_name, 'macro table' from duckdb_functions()
    where database_name = current_database() and schema_name in ('marts', 'ready')
    order by kind desc"""


def _empty(_: Path, path: Path) -> None:
    path.write_bytes(b"")


@pytest.fixture(scope="session")
def little(_empty_copy: Path) -> Callable[[pytest.MonkeyPatch], None]:
    """Lets a copy begin without what only chooses, and keep no vintages and no marts; two tables of a schema are
    written as files, feed, page and what is searched are empty: all that is most of what publishing a handful of
    documents takes."""

    def patched(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(publishing, "current", lambda found, schema: current(found, schema)[:2])
        for what in (report, "build"), (feed, "write"), (indexing, "build"):
            patch.setattr(*what, _empty)
        patch.setattr(publish, "fill", lambda cursor, at_once: None)
        patch.setattr(publish, "shape", lambda connection: ready_made._copy(connection, _empty_copy))

    return patched


@pytest.fixture(autouse=True)
def _little_beside_a_copy(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    little: Callable[[pytest.MonkeyPatch], None],
    _empty_copy: Path,
) -> None:
    """Save where that is what is tested. A copy is the bytes of another, save where the identity of a file counts."""
    if "whole_publish" in request.keywords:
        return

    @contextmanager
    def beside(working: duckdb.DuckDBPyConnection, path: Path) -> Iterator[str]:
        shutil.copy(_empty_copy, path)
        with _BESIDE(working, path) as name:
            yield name

    little(monkeypatch)
    if "warehouse_of_its_own" not in request.keywords:
        monkeypatch.setattr(publish, "_beside", beside)
        monkeypatch.setattr(publish, "shape", lambda connection: None)


@pytest.fixture(scope="session")
def small_warc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five captures of four documents; see small_warc.py."""
    return warcs.write(tmp_path_factory.mktemp("warc") / "small.warc.gz")


@dataclass(frozen=True)
class Newcomer:
    """What somebody has after `make run` where no publisher can be reached, and what the commands said."""

    home: Home
    collect: subprocess.CompletedProcess[str]
    publish: subprocess.CompletedProcess[str]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str, Callable[[Path], T]], T]:
    """Makes what takes long one time for all workers: the first that needs it, in a folder that all have in common."""
    base = tmp_path_factory.getbasetemp()
    common = base if worker_id == "master" else base.parent

    def made(name: str, make: Callable[[Path], T]) -> T:
        folder = common / name
        with (common / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            kept = folder / "made.pickle"
            if not kept.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                kept.write_bytes(pickle.dumps(make(folder)))
        return pickle.loads(kept.read_bytes())  # type: ignore[no-any-return]

    return made


@pytest.fixture(scope="session")
def newcomer(once: Callable[..., Newcomer]) -> Newcomer:
    """The bundled history, loaded and published by the real commands, once for all tests. To be read only."""

    def make(folder: Path) -> Newcomer:
        home = Home(folder / "data")
        env = {**os.environ, "ONRECORD_HOME": str(home.root), **unreachable()}

        def onrecord(word: str) -> subprocess.CompletedProcess[str]:
            command = [str(Path(sys.executable).with_name("onrecord")), word]
            return subprocess.run(command, env=env, capture_output=True, text=True, check=False)

        return Newcomer(home, onrecord("collect"), onrecord("publish"))

    return once("newcomer", make)


def unreachable() -> dict[str, str]:
    """An environment in which no publisher answers, whatever network there is: a proxy that is not there."""
    proxy = f"http://127.0.0.1:{closed_port()}"
    return {"HTTPS_PROXY": proxy, "https_proxy": proxy, "NO_PROXY": "", "no_proxy": ""}
