"""The working warehouse ▶ the copy for readers: ordered, checked, without texts of restricted articles, put in place.

Who has the old copy open keeps it. The copy needs nothing but DuckDB: its views and macros are in the file.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from collectors.errors import WarehouseError
from warehouse import besides, check, corrections
from warehouse.connection import make_folder
from warehouse.definitions import SCHEMA
from warehouse.deriving import up_to_date
from warehouse.home import Home
from warehouse.kept_views import KEPT, OF_CORE, fill, fill_from_working, fill_slips, shape
from warehouse.ready_made import STORAGE
from warehouse.replacing import discard, put_in_place
from warehouse.rows import now
from warehouse.state import set_state, tables, transaction
from warehouse.unavailable import told

PUBLISHED = SCHEMA / "published"
CONTENT = PUBLISHED / "content"  # of tables whose rows are not those of the working warehouse
OBSERVATION = "core.observation"
COPY = "following"  # the catalogue of the copy while it is made
AT_ONCE = os.cpu_count() or 2  # tables that are filled, each by one thread
#: the copy is made anew where it does not come to its end, so that what is in it need not be written twice
ATTACHED = f"storage_version '{STORAGE}', recovery_mode 'no_wal_writes'"


@dataclass(frozen=True, slots=True)
class Published:
    """What was published, and what the checks found (`findings` are slips of the publishers, which do not stop it).

    `unindexed`: why words are not indexed for `onrecord search`; None where they are.
    `not_made`: which tables could not be written in which format, and why.
    """

    path: Path
    observations: int
    size: int  # bytes
    results: list[check.Result]
    seconds: float
    unindexed: str | None = None
    not_made: tuple[str, ...] = ()

    @property
    def findings(self) -> int:
        """How many places break a rule."""
        return sum(result.findings for result in self.results)


def publish(home: Home) -> Published:
    """Check the working warehouse and publish it.

    Raises WarehouseError where there is no current one, where another process holds it, where the disk is full, or
    where an invariant of ours does not hold: then the old copy stays, unless the new one has taken its place already.
    """
    begin = time.perf_counter()
    following = home.published.with_name("next.duckdb")
    with told(home.root), up_to_date(home.warehouse) as connection:
        corrections.take_over(connection, home.corrections)
        make_folder(home.published.parent)
        discard(following)
        at = now().isoformat()
        try:
            results, rows = _copy(connection, following, at)
            made = besides.make(following, home)
        except BaseException:
            discard(following)  # a full disk has no room for half a copy
            besides.discard_next(home)
            raise
        put_in_place(following, home.published)
        besides.show(made, home)
        with transaction(connection):
            set_state(connection, published_at=at)
    size, seconds = home.published.stat().st_size, time.perf_counter() - begin
    return Published(home.published, rows, size, results, seconds, made.unindexed, tuple(made.tables.not_made))


def _copy(connection: duckdb.DuckDBPyConnection, path: Path, at: str) -> tuple[list[check.Result], int]:
    """Make the copy, and check what is copied at the same time; the results, and how many observations there are."""
    with (
        connection.cursor() as other,
        _beside(connection, path) as working,
        ThreadPoolExecutor(AT_ONCE, "copy") as beside,
    ):
        shape(connection)
        connection.execute("set threads = 1")  # of each that asks
        keeping = beside.submit(_kept, other)
        observations = _fill_observations(connection, working, beside)
        _fill(connection, working, of_checks=False)
        keeping.result()
        checking = beside.submit(check.run, other, {name: f"{COPY}.{name}" for name in (*KEPT, "core.revision")})
        for portion in observations:
            portion.result()
        with transaction(connection):
            fill_slips(connection)
        fill(lambda: _cursor(connection), AT_ONCE)
        results = checking.result()
        _refuse(results)
        _fill(connection, working, of_checks=True)
        set_state(connection, published_at=at)
        return results, int(connection.execute("select count(*) from core.observation").fetchall()[0][0])


def _kept(connection: duckdb.DuckDBPyConnection) -> None:
    with transaction(connection):
        fill_from_working(connection, COPY)


def _cursor(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Another connection to the copy."""
    cursor = connection.cursor()
    cursor.execute(f"use {COPY}")
    return cursor


def _refuse(results: list[check.Result]) -> None:
    if broken := [f"{result.rule.name} ({result.findings})" for result in results if result.blocks]:
        raise WarehouseError(
            "warehouse",
            expected="every invariant of ours to hold",
            found=f"broken: {', '.join(broken)}",
            remedy="See core.finding (`onrecord check`), correct the parser; the published copy stays as it was.",
        )


@contextmanager
def _beside(connection: duckdb.DuckDBPyConnection, path: Path) -> Iterator[str]:
    """Work in a new file beside the working warehouse, whose catalogue is yielded; the file is whole at the end."""
    working = str(connection.execute("select current_database()").fetchall()[0][0])
    connection.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as {COPY} ({ATTACHED})")
    connection.execute(f"use {COPY}")
    # one checkpoint, at the end: of a file that had several while it was filled DuckDB 1.4.0 and 1.4.1 cannot always
    # follow the metadata
    connection.execute("set checkpoint_threshold = '1 TB'")
    try:
        yield working
        connection.execute("checkpoint")
    finally:
        connection.execute("reset checkpoint_threshold")
        connection.execute(f'use "{working}"')
        connection.execute(f"detach {COPY}")


def _fill(connection: duckdb.DuckDBPyConnection, working: str, *, of_checks: bool) -> None:
    """The content of those tables that the checks write, or of all others save the observations."""
    with transaction(connection):
        for schema in ("raw", "core"):
            for table in tables(connection, schema):
                name = f"{schema}.{table}"
                if name not in (OBSERVATION, *OF_CORE) and (name in check.WRITTEN) is of_checks:
                    own = CONTENT / f"{table}.sql"
                    query = _query(own, working) if own.exists() else f'select * from "{working}".{name}'
                    connection.execute(f"insert into {name} by name {query}")


def _fill_observations(
    connection: duckdb.DuckDBPyConnection, working: str, beside: ThreadPoolExecutor
) -> list[Future[None]]:
    """Begin to fill the observations, a portion of their metrics after the other and several at once."""
    portions: list[Future[None]] = []
    for metrics in connection.execute(_query(PUBLISHED / "portions.sql", working)).fetchall():
        portions.append(beside.submit(_fill_portion, connection, working, metrics, portions[-1:]))
    return portions


def _fill_portion(
    connection: duckdb.DuckDBPyConnection, working: str, metrics: tuple[str, str], before: list[Future[None]]
) -> None:
    """The observations from the first of two metrics to the last. They stand in the copy in the order in which portions
    are committed."""
    with _cursor(connection) as own, transaction(own):
        for name, metric in zip(("first_metric", "last_metric"), metrics, strict=True):
            own.execute(f"set variable {name} = ?", [metric])
        own.execute(f"insert into {OBSERVATION} by name {_query(CONTENT / 'observation.sql', working)}")
        wait(before)


def _query(path: Path, working: str) -> str:
    return path.read_text("utf-8").replace("working.", f'"{working}".')
